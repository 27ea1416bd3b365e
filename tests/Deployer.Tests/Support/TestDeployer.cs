using Deployer.Configuration;
using Deployer.Destinations;
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
using Rego.Values;

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
        Options.Sources["releases"] = new SourceOptions { Directory = DirectoryPath.Combine("artifacts") };
        Environment = new TestDestination(DirectoryPath.Combine("targets"));
        Options.Allow.Add(new AllowOptions
        {
            Applications = ["*"], Environments = ["*"], Sources = ["*"], Credentials = ["*"], HealthUrls = ["http://127.0.0.1:1/"],
        });
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

    /// <summary>Whether there is a destination, that of <see cref="Environment"/>.</summary>
    public bool HasDestination { get; set; } = true;

    /// <summary>Whether destinations are those of the policies that the test has written, and not that of <see cref="Environment"/>.</summary>
    public bool ReadsDestinations { get; init; }

    public FakePolicy Policy { get; } = new();

    public FakeRevisions Revisions { get; } = new();

    public DeployerOptions Options { get; }

    /// <summary>Where everything goes, from the next look on.</summary>
    public TestDestination Environment { get; }

    public TestClient Client { get; private set; } = null!;

    public string Target(string environment = "test", string application = "shop") => DirectoryPath.Combine("targets", application, environment);

    public string Current(string environment = "test", string application = "shop") => Path.Combine(Target(environment, application), "current");

    private RegoObject Data => HasDestination ? (RegoObject)RegoJson.Parse($$"""{"destinations": {{Environment.ToDocument()}}}""") : RegoObject.Empty;

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
        if (Options.Allow is [{ Targets.Count: 0 } rule])
        {
            rule.Targets.Add($"{Environment.Target.Kind}:{DirectoryPath.Combine("targets")}");
        }

        new DestinationRules(Options, kinds).Check();
        _state = StateDirectory.Open(Options.StateDirectory, "Deployer:StateDirectory");
        _app = DeployerHost.Build(Options, new ConfigurationBuilder().Build(), _state, services =>
        {
            services.Replace(ServiceDescriptor.Singleton<IDeployerPolicy>(Policy));
            if (Kind is not null)
            {
                services.Replace(ServiceDescriptor.Singleton(kinds));
            }

            if (!ReadsDestinations)
            {
                services.Replace(ServiceDescriptor.Singleton(new DestinationTable(() => Data, Options)));
            }

            services.Replace(ServiceDescriptor.Singleton<IKnownRevisions>(Revisions));
            services.Replace(ServiceDescriptor.Singleton<IRevisionStatus>(Policy));
        });
        try
        {
            await _app.StartAsync();
        }
        catch
        {
            await _app.DisposeAsync();
            _state.Dispose();
            _app = null;
            throw;
        }

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
