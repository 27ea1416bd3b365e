using System.Net;
using Gatectl.Gates;

namespace Gatectl.Dev;

/// <summary>The configuration of the two programs of a local gate.</summary>
internal static class ProgramSettings
{
    public static IReadOnlyList<string> Environments { get; } = ["test", "stage", "production"];

    public static ChildProgramSpec Gatekeeper(DevPaths paths, ProgramDirectories directories, int port) => new()
    {
        Name = "gatekeeper",
        Program = directories.Find("gatekeeper"),
        StateDirectory = paths.Gatekeeper,
        LogFile = Path.Combine(paths.Logs, "gatekeeper.log"),
        Settings =
        [
            new("Gatekeeper:Development", "true"),
            new("Gatekeeper:StateDirectory", paths.Gatekeeper),
            new("Gatekeeper:Listen", new IPEndPoint(IPAddress.Loopback, port).ToString()),
            new("Gatekeeper:Tls:CertificateFile", paths.ServerCertificate),
            new("Gatekeeper:Tls:KeyFile", paths.ServerKey),
            new("Gatekeeper:Policy:Directory", paths.Policies),
            // A developer's machine builds and tests beside it; a pause of the scheduler must not look like a slow policy.
            new("Gatekeeper:Policy:EvaluationTimeout", "00:00:01"),
            new("Gatekeeper:Deployer:Socket", paths.Socket),
            new("Gatekeeper:Grants:SigningKeyFile", paths.GrantSigningKey),
            new("Gatekeeper:StopWithStandardInput", "true"),
            .. DemoIssuer.All.SelectMany((issuer, index) => Issuer(paths, issuer, index)),
        ],
    };

    public static ChildProgramSpec Deployer(DevPaths paths, ProgramDirectories directories) => new()
    {
        Name = "deployer",
        Program = directories.Find("deployer"),
        StateDirectory = paths.Deployer,
        LogFile = Path.Combine(paths.Logs, "deployer.log"),
        Settings =
        [
            new("Deployer:Development", "true"),
            new("Deployer:StateDirectory", paths.Deployer),
            new("Deployer:Socket", paths.Socket),
            new("Deployer:Grants:PublicKeyFiles:0", paths.GrantPublicKey),
            new("Deployer:Policy:Directory", paths.Policies),
            new("Deployer:Secrets:KeyFile", paths.SecretsKey),
            new("Deployer:StopWithStandardInput", "true"),
            new($"Deployer:Sources:{DevDestinations.Source}:Directory", paths.Artifacts),
            new("Deployer:Allow:0:Applications:0", "*"),
            new("Deployer:Allow:0:Environments:0", "*"),
            new("Deployer:Allow:0:Targets:0", $"directory:{paths.Targets}"),
            new("Deployer:Allow:0:Sources:0", DevDestinations.Source),
            new("Deployer:Allow:0:Credentials:0", "{application}-{environment}"),
        ],
    };

    private static IEnumerable<KeyValuePair<string, string>> Issuer(DevPaths paths, DemoIssuer issuer, int index)
    {
        var prefix = $"Gatekeeper:Issuers:{index}";
        yield return new($"{prefix}:Issuer", issuer.Url);
        yield return new($"{prefix}:JwksFile", paths.IssuerJwks(issuer.Name));
        yield return new($"{prefix}:Audiences:0", DemoIssuer.Audience);
        yield return new($"{prefix}:Algorithms:0", "ES256");
        yield return new($"{prefix}:CallerKind", issuer.CallerKind);
    }
}
