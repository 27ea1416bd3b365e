using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gateway.Hosting.Posix;

namespace Benchmarks.Load;

/// <summary>The gatekeeper as it ships, in front of the stand-in worker: its keys, an issuer's key set and a token of that issuer.</summary>
internal sealed class GateFixture : IDisposable
{
    private const string Issuer = "https://ci.gate.localhost";

    private readonly ECDsa _issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private readonly string _policies;

    public GateFixture(string policies)
    {
        _policies = policies;
        using var grantKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        PrivateFile.Write(GrantKeyFile, grantKey.ExportPkcs8PrivateKeyPem(), durable: false);
        File.WriteAllText(JwksFile, Jwks());
        Token = IssueToken();
    }

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("gate-load-").FullName;

    public string Token { get; }

    public string Socket => Path.Combine(Directory, "worker.sock");

    public string CertificateFile => Path.Combine(Directory, "state", "tls", "server.pem");

    public string KeyFile => Path.Combine(Directory, "state", "tls", "server.key");

    public string AuthorityFile => Path.Combine(Directory, "state", "tls", "ca.pem");

    private string GrantKeyFile => Path.Combine(Directory, "grant.pem");

    private string JwksFile => Path.Combine(Directory, "jwks.json");

    /// <summary>Starts the gatekeeper and waits until it says that it serves.</summary>
    public async Task<(Child Process, string Url)> StartAsync()
    {
        var gate = Child.Start(FindGatekeeper(), [], Environment());
        var ready = Path.Combine(Directory, "state", "ready.json");
        for (var i = 0; !File.Exists(ready); i++)
        {
            await Task.Delay(50);
            if (i > 600)
            {
                throw new InvalidOperationException("The gatekeeper did not get ready.");
            }
        }

        using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(ready));
        return (gate, document.RootElement.GetProperty("url").GetString()!);
    }

    public void Dispose()
    {
        _issuerKey.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private Dictionary<string, string> Environment() => new()
    {
        ["Gatekeeper__StateDirectory"] = Path.Combine(Directory, "state"),
        ["Gatekeeper__Listen"] = "127.0.0.1:0",
        ["Gatekeeper__Development"] = "true",
        ["Gatekeeper__Issuers__0__Issuer"] = Issuer,
        ["Gatekeeper__Issuers__0__JwksFile"] = JwksFile,
        ["Gatekeeper__Issuers__0__Audiences__0"] = "gatekeeper",
        ["Gatekeeper__Policy__Directory"] = _policies,
        ["Gatekeeper__Deployer__Socket"] = Socket,
        ["Gatekeeper__Grants__SigningKeyFile"] = GrantKeyFile,
        ["Gatekeeper__RateLimits__ReadsPerSecond"] = "10000000",
        ["Logging__LogLevel__Default"] = "Warning",
    };

    private static string FindGatekeeper()
    {
#if DEBUG
        const string Configuration = "Debug";
#else
        const string Configuration = "Release";
#endif
        var path = Path.Combine(SourceTree.Root, "gatekeeper", "bin", Configuration, "net10.0", "gatekeeper.dll");
        return File.Exists(path) ? path : throw new InvalidOperationException($"{path} is not built.");
    }

    private string Jwks()
    {
        var q = _issuerKey.ExportParameters(includePrivateParameters: false).Q;
        return $$"""{"keys":[{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"bench","x":"{{Base64Url.EncodeToString(q.X)}}","y":"{{Base64Url.EncodeToString(q.Y)}}"}]}""";
    }

    private string IssueToken()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var header = """{"alg":"ES256","typ":"JWT","kid":"bench"}""";
        var payload = $$"""{"iss":"{{Issuer}}","sub":"shop-ci","aud":"gatekeeper","iat":{{now}},"nbf":{{now}},"exp":{{now + 7200}},"jti":"{{Guid.NewGuid()}}","repository":"org/shop","ref":"refs/heads/main","run_id":"1234567890"}""";
        var input = $"{Base64Url.EncodeToString(Encoding.ASCII.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.ASCII.GetBytes(payload))}";
        var signature = _issuerKey.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $"{input}.{Base64Url.EncodeToString(signature)}";
    }
}
