namespace Deployer.Secrets;

/// <summary>The one row that a name has in the store.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Digest">The SHA-256 over all of it, in hexadecimal digits.</param>
internal sealed record SecretPin(long Version, string Digest);
