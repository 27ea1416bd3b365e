namespace Deployer.Facts;

/// <summary>A grant that a changing call uses up.</summary>
/// <param name="Key">Unique to the grant: issuer and <c>jti</c>.</param>
/// <param name="ExpiresAt">Unix seconds.</param>
/// <param name="IssuedAt">Unix seconds.</param>
internal readonly record struct GrantUse(string Key, long ExpiresAt, long IssuedAt);
