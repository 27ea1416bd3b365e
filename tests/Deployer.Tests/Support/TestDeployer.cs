using Deployer.Configuration;
using Deployer.Grants;
using Deployer.Hosting;
using Deployer.Policy;
using Deployer.Targets;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Revisions;
using Gateway.Hosting.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Deployer.Tests.Support;

/// <summary>The real program in this process, with a policy of the test's.</summary>
internal sealed class TestDeployer : IAsyncDisposable
{
    private StateDirectory? _state;
    private WebApplication? _app;

    public TestDeployer()
    {
        Options = new DeployerOptions { Development = true, StateDirectory = DirectoryPath.Combine("state") };
        Options.Grants.PublicKeyFiles.Add(DirectoryPath.Write("gatekeeper.pem", Gatekeeper.PublicKeyPem));
        Options.Applications["*"] = new ApplicationOptions
        {
            Artifacts = { Source = DirectoryPath.Combine("artifacts") },
            Environments = { ["*"] = new EnvironmentOptions { Target = { Kind = "directory", Directory = DirectoryPath.Combine("targets", "{application}", "{environment}") } } },
        };
        DirectoryPath.WriteFaultless("policies");
        DirectoryPath.Write("policies/deployer/deployer.rego", "package deployer\n\nartifact := {\"allow\": false}\n");
        Options.Policy.Directory = DirectoryPath.Combine("policies");
        Options.Policy.QuietPeriod = TimeSpan.FromMilliseconds(20);
        Directory.CreateDirectory(DirectoryPath.Combine("artifacts"));
    }

    public TestDirectory DirectoryPath { get; } = new();

    public TestGatekeeper Gatekeeper { get; } = new();

    /// <summary>The one kind of target that the deployer knows, in place of its own.</summary>
    public ITargetKind? Kind { get; init; }

    public FakePolicy Policy { get; } = new();

    public FakeRevisions Revisions { get; } = new();

    public DeployerOptions Options { get; }

    public EnvironmentOptions Environment => Options.Applications["*"].Environments["*"];

    public TestClient Client { get; private set; } = null!;

    public string Target(string environment = "test", string application = "shop") => DirectoryPath.Combine("targets", application, environment);

    public string Current(string environment = "test", string application = "shop") => Path.Combine(Target(environment, application), "current");

    public byte[] AddArtifact(string version, string application = "shop", string content = "v")
    {
        var artifact = new TarBuilder().File("bin/run", $"{application} {version} {content}", mode: 0x1ed).File("version.txt", version).ToGzip();
        File.WriteAllBytes(DirectoryPath.Combine("artifacts", $"{application}-{version}.tar.gz"), artifact);
        return artifact;
    }

    public async Task<TestClient> StartAsync(bool installKey = true)
    {
        DeployerOptionsValidator.Complete(Options);
        DeployerOptionsValidator.RequireServing(Options);
        var kinds = Kind is null ? TargetKinds.All(new PathJudge(isDevelopment: true)) : new TargetKinds(Kind);
        kinds.Check(Options);
        _state = StateDirectory.Open(Options.StateDirectory, "Deployer:StateDirectory");
        _app = DeployerHost.Build(Options, new ConfigurationBuilder().Build(), _state, services =>
        {
            services.Replace(ServiceDescriptor.Singleton<IDeployerPolicy>(Policy));
            if (Kind is not null)
            {
                services.Replace(ServiceDescriptor.Singleton(kinds));
            }

            services.Replace(ServiceDescriptor.Singleton<IKnownRevisions>(Revisions));
            services.Replace(ServiceDescriptor.Singleton<IRevisionStatus>(Policy));
        });
        await _app.StartAsync();
        Client = new TestClient(Options.Socket, Gatekeeper);
        if (installKey)
        {
            await Client.InstallSessionKeyAsync();
        }

        return Client;
    }

    public async Task StopAsync()
    {
        Client?.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
            _state!.Dispose();
            _app = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Gatekeeper.Dispose();
        DirectoryPath.Dispose();
    }
}
