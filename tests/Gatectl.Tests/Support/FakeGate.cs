using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Gatectl.Dev;
using Gatectl.Gates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gatectl.Tests.Support;

/// <summary>A gRPC server with a certificate of the local authority, and a state directory that describes it.</summary>
internal sealed class FakeGate : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly TemporaryDirectory _directory;

    private FakeGate(WebApplication application, TemporaryDirectory directory, FakeDeployService service, FakePolicyService policies, FakeAuditService audit)
    {
        _application = application;
        _directory = directory;
        Service = service;
        Policies = policies;
        Audit = audit;
    }

    public FakeDeployService Service { get; }

    public FakePolicyService Policies { get; }

    public FakeAuditService Audit { get; }

    public DevPaths Paths => new(_directory.Path);

    public string Url => _application.Urls.Single();

    public static async Task<FakeGate> StartAsync()
    {
        var directory = new TemporaryDirectory();
        var paths = new DevPaths(directory.Path);
        new LocalAuthority(paths, TimeProvider.System).Ensure();
        var service = new FakeDeployService();
        var policies = new FakePolicyService();
        var audit = new FakeAuditService();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(service).AddSingleton(policies).AddSingleton(audit);
        var certificate = X509Certificate2.CreateFromPemFile(paths.ServerCertificate, paths.ServerKey);
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(certificate);
        }));
        var application = builder.Build();
        application.MapGrpcService<FakeDeployService>();
        application.MapGrpcService<FakePolicyService>();
        application.MapGrpcService<FakeAuditService>();
        await application.StartAsync();
        var gate = new FakeGate(application, directory, service, policies, audit);
        gate.Describe();
        return gate;
    }

    public Task<CommandRun> RunAsync(params string[] arguments) =>
        CommandRun.RunAsync(_directory.Path, [.. arguments, "--state", _directory.Path]);

    /// <summary>Runs a command before somebody who answers what it asks.</summary>
    public Task<CommandRun> RunInteractiveAsync(string answer, params string[] arguments) =>
        CommandRun.RunWithInputAsync(_directory.Path, answer, [.. arguments, "--state", _directory.Path], isInteractive: true);

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
        _directory.Dispose();
    }

    private void Describe()
    {
        var gate = new LocalGate
        {
            Url = Url,
            Ca = Paths.Ca,
            Tokens = new Dictionary<string, string>
            {
                ["shop-ci"] = _directory.File("tokens/shop-ci.jwt", "token-of-shop-ci\n"),
                ["alice"] = _directory.File("tokens/alice.jwt", "token-of-alice\n"),
            },
            Socket = Paths.Socket,
            Targets = new Dictionary<string, string>(),
        };
        _directory.File(LocalGate.FileName, JsonSerializer.Serialize(gate));
    }
}
