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
        DirectoryPath.Write("policies/destinations/data.yaml", $$"""
            "*":
              "*":
                target: {kind: directory, path: "{{DirectoryPath.Combine("targets")}}/{application}/{environment}"}
                source: releases
                health: {file: version.txt}
                keep: 1000
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
        $"--Deployer:Sources:releases:Directory={DirectoryPath.Combine("artifacts")}",
        "--Deployer:Allow:0:Applications:0=*",
        "--Deployer:Allow:0:Environments:0=*",
        $"--Deployer:Allow:0:Targets:0=directory:{DirectoryPath.Combine("targets")}/{{application}}/{{environment}}",
        "--Deployer:Allow:0:Sources:0=releases",
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
