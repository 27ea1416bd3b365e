namespace Deployer.Secrets;

/// <summary>What may be shown of a secret.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">From 1; each replacement is one more.</param>
/// <param name="Time">When it was stored.</param>
internal sealed record SecretName(string Name, long Version, DateTimeOffset Time);
