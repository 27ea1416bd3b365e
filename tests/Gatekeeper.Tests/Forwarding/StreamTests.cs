using System.Net;
using Deploy.V1;
using Gatekeeper.Tests.Support;
using Grpc.Core;
using Grpc.Net.Client;
using NUnit.Framework;

namespace Gatekeeper.Tests.Forwarding;

/// <summary>A watch from the deployer to the client, through both doors.</summary>
public sealed class StreamTests
{
    private const string Path = "/v1/applications/shop/environments/test/deployments/d-1:watch";

    private static readonly WatchDeploymentRequest Request = new() { Application = "shop", Environment = "test", DeploymentId = "d-1" };

    private Gate _gate = null!;

    [SetUp]
    public async Task StartAsync() => _gate = await Gate.StartAsync("--Gatekeeper:Calls:KeepAliveInterval=00:00:01", "--Gatekeeper:Calls:UnaryTimeout=00:00:01");

    [TearDown]
    public async Task StopAsync() => await _gate.DisposeAsync();

    [Test]
    public async Task Watch_Rest_SendsEachEventAtOnceAndCommentsWhileIdle()
    {
        var more = new TaskCompletionSource();
        _gate.Deployer.Answer = async (_, http) =>
        {
            await StandInDeployer.WriteMessageAsync(http, new WatchDeploymentResponse { Deployment = StandInDeployer.Sample, Message = "queued" });
            await more.Task;
            await StandInDeployer.WriteAsync(http, new WatchDeploymentResponse { Message = "done" });
        };
        using var client = _gate.Client();
        using var response = await client.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/event-stream"));
        Assert.That(await reader.ReadLineAsync(), Is.EqualTo("retry: 3000"));
        Assert.That(await reader.ReadLineAsync(), Is.Empty);
        Assert.That(await reader.ReadLineAsync(), Is.EqualTo("event: deployment"));
        Assert.That(await reader.ReadLineAsync(), Does.StartWith("data: {").And.Contain("\"deployment_id\": \"d-1\"").And.Contain("queued"));
        Assert.That(await reader.ReadLineAsync(), Is.Empty);

        // Two comments take longer than a unary call may: silence does not end a stream.
        Assert.That(await reader.ReadLineAsync(), Is.EqualTo(": keep-alive"));
        await reader.ReadLineAsync();
        Assert.That(await reader.ReadLineAsync(), Is.EqualTo(": keep-alive"));
        more.SetResult();
        var rest = await reader.ReadToEndAsync();
        Assert.That(rest, Does.Match("event: end\ndata: [^\n]*\"message\": \"done\"[^\n]*\n\n$"));
    }

    [Test]
    public async Task Watch_RestUnknownDeployment_IsAPlain404()
    {
        _gate.Deployer.Answer = (_, http) => StandInDeployer.RefuseAsync(http, StatusCode.NotFound, ErrorReason.NotFound);
        using var client = _gate.Client();
        using var response = await client.GetAsync(Path);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/json"));
    }

    [Test]
    public async Task Watch_RestDeployerBreaksOff_EndsWithAnErrorEvent()
    {
        _gate.Deployer.Answer = async (_, http) =>
        {
            await StandInDeployer.WriteMessageAsync(http, new WatchDeploymentResponse { Message = "one" });
            http.Abort();
        };
        using var client = _gate.Client();
        var text = await client.GetStringAsync(Path);

        Assert.That(text, Does.Contain("event: error\ndata: {\"error\":{\"code\":503").And.Contain("DEPLOYER_UNAVAILABLE"));
    }

    [Test]
    public async Task Watch_GrpcDeployerBreaksOff_EndsAsUnavailable()
    {
        var received = new TaskCompletionSource();
        _gate.Deployer.Answer = async (_, http) =>
        {
            await StandInDeployer.WriteMessageAsync(http, new WatchDeploymentResponse { Message = "one" });
            await received.Task;
            http.Abort();
        };
        using var channel = Channel();
        using var call = Watch(channel);

        Assert.That(await call.ResponseStream.MoveNext(CancellationToken.None), Is.True);
        received.SetResult();
        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.That(error!.StatusCode, Is.EqualTo(StatusCode.Unavailable));
    }

    [Test]
    public async Task Watch_GatekeeperStops_EndsSoonAndSaysSo()
    {
        _gate.Deployer.Answer = async (_, http) =>
        {
            await StandInDeployer.WriteMessageAsync(http, new WatchDeploymentResponse { Message = "one" });
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        };
        using var channel = Channel();
        using var call = Watch(channel);
        await call.ResponseStream.MoveNext(CancellationToken.None);
        var stopping = _gate.StopAsync();

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.That(error!.StatusCode, Is.EqualTo(StatusCode.Unavailable));
        Assert.That(async () => await stopping.WaitAsync(TimeSpan.FromSeconds(10)), Throws.Nothing);
    }

    [Test]
    public async Task Watch_CallerGoes_EndsAtTheDeployerToo()
    {
        var ended = new TaskCompletionSource();
        _gate.Deployer.Answer = async (_, http) =>
        {
            http.RequestAborted.Register(() => ended.TrySetResult());
            await StandInDeployer.WriteMessageAsync(http, new WatchDeploymentResponse { Message = "one" });
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        };
        using var client = _gate.Client();
        var response = await client.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead);
        response.Dispose();

        Assert.That(async () => await ended.Task.WaitAsync(TimeSpan.FromSeconds(10)), Throws.Nothing);
    }

    [Test]
    public async Task Get_DeployerSilent_Is504AfterTheUnaryTimeout()
    {
        _gate.Deployer.Answer = (_, http) => Task.Delay(Timeout.Infinite, http.RequestAborted);
        using var client = _gate.Client();
        using var response = await client.GetAsync(Path.Replace(":watch", "", StringComparison.Ordinal));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.GatewayTimeout));
    }

    [Test]
    public async Task Get_DeployerGone_Is503()
    {
        await _gate.Deployer.DisposeAsync();
        using var client = _gate.Client();
        using var response = await client.GetAsync(Path.Replace(":watch", "", StringComparison.Ordinal));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("DEPLOYER_UNAVAILABLE"));
    }

    private GrpcChannel Channel() => GrpcChannel.ForAddress(_gate.Url, new GrpcChannelOptions { HttpHandler = _gate.Handler(), DisposeHttpClient = true });

    private AsyncServerStreamingCall<WatchDeploymentResponse> Watch(GrpcChannel channel) =>
        new DeployService.DeployServiceClient(channel).WatchDeployment(Request, new Metadata { { "authorization", "Bearer " + _gate.Issuer.Token() } });
}
