using System.Net.Sockets;
using Deploy.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Deployer.Tests.Support;

/// <summary>Calls a deployer on its socket, each call with a grant of its own.</summary>
internal sealed class TestClient : IDisposable
{
    private readonly GrpcChannel _channel;

    public TestClient(string socket, TestGatekeeper gatekeeper)
    {
        Gatekeeper = gatekeeper;
        _channel = GrpcChannel.ForAddress("http://deployer", new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler { ConnectCallback = async (_, cancellation) => await ConnectAsync(socket, cancellation) },
        });
        Deploy = new DeployService.DeployServiceClient(_channel);
        Worker = new WorkerService.WorkerServiceClient(_channel);
    }

    public TestGatekeeper Gatekeeper { get; }

    public DeployService.DeployServiceClient Deploy { get; }

    public WorkerService.WorkerServiceClient Worker { get; }

    /// <summary>Decides what is executed; null until <see cref="Listen"/>.</summary>
    public TestDecider? Decider { get; private set; }

    /// <summary>What is answered where a deployment is decided again; null for no answer. Everything is allowed unless told otherwise.</summary>
    public Func<DecisionRequest, DecisionAnswer?> Decide { get; set; } = TestDecider.Yes;

    public static CreateDeploymentRequest Request(string environment = "test", string version = "1.0.0", string application = "shop") =>
        new() { Application = application, Environment = environment, Version = version };

    public async Task InstallSessionKeyAsync()
    {
        var request = new InstallSessionKeyRequest
        {
            KeyId = Gatekeeper.SessionSigner.KeyId,
            Key = ByteString.CopyFrom(Gatekeeper.SessionKey),
            ExpireTime = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds(),
        };
        await Worker.InstallSessionKeyAsync(request, Gatekeeper.Grant("install_session_key", "-", "-", request));
        if (Decider is null)
        {
            Listen();
        }
    }

    /// <summary>Listens for what is to be decided again, as a gatekeeper does.</summary>
    public void Listen() => Decider = new TestDecider(this, asked => Decide(asked));

    public async Task<Deployment> CreateAsync(CreateDeploymentRequest request) =>
        await Deploy.CreateDeploymentAsync(request, Gatekeeper.Grant("deploy", request.Application, request.Environment, request));

    public async Task<Deployment> GetAsync(Deployment deployment)
    {
        var request = new GetDeploymentRequest { Application = deployment.Application, Environment = deployment.Environment, DeploymentId = deployment.DeploymentId };
        return await Deploy.GetDeploymentAsync(request, Gatekeeper.Grant("get", deployment.Application, deployment.Environment, request));
    }

    public Task<List<WatchDeploymentResponse>> WatchAsync(Deployment deployment, CancellationToken cancellation = default) => WatchAsync(deployment, after: 0, cancellation);

    public async Task<List<WatchDeploymentResponse>> WatchAsync(Deployment deployment, int after, CancellationToken cancellation = default)
    {
        var request = new WatchDeploymentRequest { Application = deployment.Application, Environment = deployment.Environment, DeploymentId = deployment.DeploymentId, After = after };
        using var call =
            Deploy.WatchDeployment(request, Gatekeeper.Grant("watch", deployment.Application, deployment.Environment, request), cancellationToken: cancellation);
        return await call.ResponseStream.ReadAllAsync(cancellation).ToListAsync(cancellation);
    }

    /// <summary>Waits until a deployment is in a state.</summary>
    public Task<Deployment> WaitForAsync(Deployment deployment, Deployment.Types.State state) => EventuallyAsync(deployment, now => now.State == state);

    /// <summary>Waits until something holds for a deployment, and returns it as it is then.</summary>
    public async Task<Deployment> EventuallyAsync(Deployment deployment, Func<Deployment, bool> holds, int seconds = 10)
    {
        for (var i = 0; i < seconds * 50; i++)
        {
            var now = await GetAsync(deployment);
            if (holds(now))
            {
                return now;
            }

            await Task.Delay(20);
        }

        throw new AssertionException($"It never came to that: {await GetAsync(deployment)}");
    }

    public async Task<Deployment> DeployAsync(CreateDeploymentRequest request)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return (await WatchAsync(await CreateAsync(request), limit.Token))[^1].Deployment;
    }

    public void Dispose()
    {
        Decider?.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(10));
        Decider = null;
        _channel.Dispose();
    }

    private static async Task<Stream> ConnectAsync(string socket, CancellationToken cancellation)
    {
        var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellation);
        return new NetworkStream(connection, ownsSocket: true);
    }
}
