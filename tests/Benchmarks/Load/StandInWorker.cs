using Deploy.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Benchmarks.Load;

/// <summary>A deployer that answers at once and always the same, so that what is measured is the way to it.</summary>
internal sealed class StandInWorker : DeployService.DeployServiceBase
{
    /// <summary>What it answers to <c>GetDeployment</c>.</summary>
    public static Deployment Answer { get; } = new()
    {
        DeploymentId = "0198f0a0-0000-7000-8000-000000000001",
        Application = "shop",
        Environment = "test",
        Version = "1.0.0",
        State = Deployment.Types.State.Succeeded,
        RequestedBy = "shop-ci",
    };

    public static async Task RunAsync(string socket)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(socket, listen => listen.Protocols = HttpProtocols.Http2));
        await using var app = builder.Build();
        app.MapGrpcService<StandInWorker>();
        app.MapGrpcService<SessionKeys>();
        await app.RunAsync();
    }

    public override Task<Deployment> GetDeployment(GetDeploymentRequest request, ServerCallContext context) => Task.FromResult(Answer);

    private sealed class SessionKeys : WorkerService.WorkerServiceBase
    {
        public override Task<InstallSessionKeyResponse> InstallSessionKey(InstallSessionKeyRequest request, ServerCallContext context) =>
            Task.FromResult(new InstallSessionKeyResponse());
    }
}
