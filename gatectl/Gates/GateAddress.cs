namespace Gatectl.Gates;

/// <summary>Where a gate is, how its certificate is checked, and as whom to call it.</summary>
/// <param name="Url">An <c>https</c> URL without a path.</param>
/// <param name="CaFile">The only authority that its certificate may come from (PEM); <c>null</c> for those that the machine trusts.</param>
/// <param name="TokenFile">The file that holds the bearer token; <c>null</c> to call without one.</param>
internal sealed record GateAddress(Uri Url, string? CaFile, string? TokenFile);
