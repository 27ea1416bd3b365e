using Rego.Loading;

namespace Deployer.Tests.Support;

/// <summary>What a deployer in a process of its own needs, with a policy that allows everything.</summary>
internal sealed class ProcessSetup : IDisposable
{
    public ProcessSetup()
    {
        Directory.CreateDirectory(DirectoryPath.Combine("artifacts"));
        DirectoryPath.WriteFaultless("policies");
        DirectoryPath.Write("policies/deployer/deployer.rego", """
            package deployer

            artifact := {"allow": true, "reasons": []}

            credentials := {"allow": true, "reasons": []}
            """);
        Gatekeeper.PolicyRevision = PolicyDirectory.Load(DirectoryPath.Combine("policies")).Revision;
        DirectoryPath.Write("gatekeeper.pem", Gatekeeper.PublicKeyPem);
    }

    public TestDirectory DirectoryPath { get; } = new();

    public TestGatekeeper Gatekeeper { get; } = new();

    public string State => DirectoryPath.Combine("state");

    public string Socket => DirectoryPath.Combine("state", "run", "deployer.sock");

    public IEnumerable<string> Arguments =>
    [
        "--Deployer:Development=true",
        $"--Deployer:StateDirectory={State}",
        $"--Deployer:Policy:Directory={DirectoryPath.Combine("policies")}",
        $"--Deployer:Grants:PublicKeyFiles:0={DirectoryPath.Combine("gatekeeper.pem")}",
        $"--Deployer:Applications:*:Artifacts:Source={DirectoryPath.Combine("artifacts")}",
        "--Deployer:Applications:*:Environments:*:Target:Kind=directory",
        $"--Deployer:Applications:*:Environments:*:Target:Directory={DirectoryPath.Combine("targets")}/{{application}}/{{environment}}",
        "--Deployer:Applications:*:Environments:*:Target:KeepReleases=1000",
        "--Deployer:Applications:*:Environments:*:HealthCheck:File=version.txt",
        "--Deployer:Limits:MaxRunning=6",
    ];

    public DeployerProcess Start(IReadOnlyDictionary<string, string>? environment = null, params string[] more) =>
        DeployerProcess.Start(State, [.. Arguments, .. more], environment);

    public void Dispose()
    {
        Gatekeeper.Dispose();
        DirectoryPath.Dispose();
    }
}
