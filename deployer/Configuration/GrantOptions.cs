namespace Deployer.Configuration;

/// <summary>The configuration section <c>Deployer:Grants</c>.</summary>
internal sealed class GrantOptions
{
    /// <value>PEM files with a P-256 public key each (SPKI); the <c>kid</c> is the key's JWK thumbprint (RFC 7638).</value>
    public List<string> PublicKeyFiles { get; set; } = [];
}
