namespace Rego.Builtins.Certificates;

/// <summary>What a chain of certificates must fulfil.</summary>
/// <param name="Time">The moment at which all must be valid.</param>
/// <param name="DnsName">The name that the leaf must be for; null for any.</param>
/// <param name="Usages">Of these one must be allowed.</param>
internal sealed record ChainOptions(DateTimeOffset Time, string? DnsName, IReadOnlyList<string> Usages);
