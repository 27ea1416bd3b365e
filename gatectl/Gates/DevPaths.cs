using System.Security.Cryptography;
using System.Text;

namespace Gatectl.Gates;

/// <summary>Where everything of a local gate lies under its state directory.</summary>
internal sealed record DevPaths(string Root)
{
    /// <summary>A Unix socket's address holds 108 bytes, the closing zero included.</summary>
    private const int MaxSocketPathBytes = 107;

    public string Lock => Path.Combine(Root, "dev.lock");

    public string Format => Path.Combine(Root, "format");

    public string Ca => Path.Combine(Root, "ca.pem");

    public string CaKey => Path.Combine(Root, "tls", "ca-key.pem");

    public string ServerCertificate => Path.Combine(Root, "tls", "server.pem");

    public string ServerKey => Path.Combine(Root, "tls", "server-key.pem");

    public string Tokens => Path.Combine(Root, "tokens");

    public string Policies => Path.Combine(Root, "policies");

    public string Artifacts => Path.Combine(Root, "artifacts");

    public string Logs => Path.Combine(Root, "logs");

    public string Gatekeeper => Path.Combine(Root, "gatekeeper");

    public string Audit => AuditLogLocation.InState(Gatekeeper).Directory;

    public string GrantSigningKey => Path.Combine(Root, "grants", "signing-key.pem");

    public string GrantPublicKey => Path.Combine(Root, "grants", "public-key.pem");

    public string Deployer => Path.Combine(Root, "deployer");

    public string DeployerAudit => AuditLogLocation.InState(Deployer).Directory;

    public string SecretsKey => Path.Combine(Deployer, "secrets.key");

    /// <value>Says that the demo's credential is in the deployer's store.</value>
    public string SecretsStored => Path.Combine(Root, "secrets-stored");

    public string TokenFile(string caller) => Path.Combine(Tokens, caller + ".jwt");

    public string IssuerKey(string issuer) => Path.Combine(Root, "issuer", issuer, "key.pem");

    public string IssuerJwks(string issuer) => Path.Combine(Root, "issuer", issuer, "jwks.json");

    public string Targets => Path.Combine(Root, "targets");

    public string Target(string environment) => Path.Combine(Targets, environment);

    /// <value>In the deployer's state; where that path is too long for a socket, in a directory of its own under the machine's temporary one.</value>
    public string Socket
    {
        get
        {
            var path = Path.Combine(Deployer, "deployer.sock");
            return Encoding.UTF8.GetByteCount(path) <= MaxSocketPathBytes ? path : Path.Combine(ShortDirectory(), "deployer.sock");
        }
    }

    private string ShortDirectory() =>
        Path.Combine(Path.GetTempPath(), "gate-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Root)).AsSpan(0, 8)));
}
