using System.Net;
using Deploy.V1;
using Gatekeeper.Hosting;
using Gatekeeper.Tests.Support;
using Gateway.Hosting.Settings;
using Gateway.Hosting.State;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Grpc.Reflection.V1;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Gatekeeper.Tests.Hosting;

public sealed class LocalEndpointsTests
{
    private Gate _gate = null!;
    private GrpcChannel _channel = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _gate = await Gate.StartAsync();
        _channel = GrpcChannel.ForAddress(_gate.Url, new GrpcChannelOptions { HttpHandler = _gate.Handler(), DisposeHttpClient = true });
    }

    [TearDown]
    public async Task StopAsync()
    {
        _channel.Dispose();
        await _gate.DisposeAsync();
    }

    [Test]
    public async Task Health_AllParts_IsServingForAnyone()
    {
        var client = new Health.HealthClient(_channel);
        var all = await client.CheckAsync(new HealthCheckRequest());
        var one = await client.CheckAsync(new HealthCheckRequest { Service = "deploy.v1.DeployService" });

        Assert.That(all.Status, Is.EqualTo(HealthCheckResponse.Types.ServingStatus.Serving));
        Assert.That(one.Status, Is.EqualTo(HealthCheckResponse.Types.ServingStatus.Serving));
        Assert.That(
            (await client.CheckAsync(new HealthCheckRequest { Service = "deploy.v1.PolicyService" })).Status, Is.EqualTo(HealthCheckResponse.Types.ServingStatus.Serving));
        var unknown = await Assert.ThrowsAsync<RpcException>(async () => await client.CheckAsync(new HealthCheckRequest { Service = "x" }));
        Assert.That(unknown!.StatusCode, Is.EqualTo(StatusCode.NotFound));
    }

    [Test]
    public async Task Health_AuditNotWritable_IsNotServing()
    {
        _gate.Log.IsWritable = false;
        using var client = _gate.Client(subject: null);
        using var ready = await client.GetAsync("/readyz");
        using var alive = await client.GetAsync("/healthz");

        Assert.That((await new Health.HealthClient(_channel).CheckAsync(new HealthCheckRequest())).Status, Is.EqualTo(HealthCheckResponse.Types.ServingStatus.NotServing));
        Assert.That(ready.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(await ready.Content.ReadAsStringAsync(), Does.StartWith("""{"status":"not ready","missing":["audit"],"policy":{"""));
        Assert.That(alive.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Ready_AllParts_SaysWhichPoliciesDecide()
    {
        using var client = _gate.Client(subject: null);
        using var ready = await client.GetAsync("/readyz");

        Assert.That(ready.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await ready.Content.ReadAsStringAsync(), Is.EqualTo(
            """
            {"status":"ready","missing":[],"policy":{"gatekeeper":{"revision":"TAKEN","since":"2026-01-31T12:00:00Z","serial":7},"deployer":{"revision":"TAKEN","since":"2023-11-14T22:13:20Z"}}}
            """.Replace("TAKEN", StandInRevisions.Taken)));
    }

    [Test]
    public async Task Ready_RefusedPolicies_AreShownAndLeaveItGreen()
    {
        var faults = Enumerable.Range(0, 20).Select(i => $"{i}\"\n" + new string('x', 1000)).ToList();
        _gate.Revisions.Status = _gate.Revisions.Status with { Refused = new(StandInRevisions.Refused, StandInRevisions.Since, faults) };
        using var client = _gate.Client(subject: null);
        using var ready = await client.GetAsync("/readyz");
        using var document = System.Text.Json.JsonDocument.Parse(await ready.Content.ReadAsStringAsync());
        var refused = document.RootElement.GetProperty("policy").GetProperty("gatekeeper").GetProperty("refused");

        Assert.Multiple(() =>
        {
            Assert.That(ready.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(refused.GetProperty("revision").GetString(), Is.EqualTo(StandInRevisions.Refused));
            Assert.That(refused.GetProperty("faults").GetArrayLength(), Is.EqualTo(10));
            Assert.That(refused.GetProperty("faults")[0].GetString(), Has.Length.EqualTo(512).And.StartsWith("0\"\n").And.EndsWith("x…"));
        });
    }

    [Test]
    public async Task Health_DeployerGone_IsNotServing()
    {
        await _gate.Deployer.DisposeAsync();
        using var client = _gate.Client(subject: null);

        Assert.That(
            await (await client.GetAsync("/readyz")).Content.ReadAsStringAsync(),
            Does.Contain("\"missing\":[\"deployer\"]").And.Contain("\"deployer\":{\"unknown_because\":\""));
    }

    [Test]
    public async Task Reflection_WithToken_ListsTheServices()
    {
        var headers = new Metadata { { "authorization", "Bearer " + _gate.Issuer.Token() } };
        using var call = new ServerReflection.ServerReflectionClient(_channel).ServerReflectionInfo(headers);
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        Assert.That(await call.ResponseStream.MoveNext(CancellationToken.None), Is.True);

        var names = call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name).ToList();
        Assert.That(names, Does.Contain("deploy.v1.DeployService").And.Contain("deploy.v1.PolicyService").And.Contain("deploy.v1.AuditService"));
        Assert.That(names, Does.Not.Contain("deploy.v1.WorkerService"));
        await call.RequestStream.CompleteAsync();
    }

    [Test]
    public async Task Health_QuestionThatDoesNotEnd_IsRefusedInItsTime()
    {
        await using var gate = await Gate.StartAsync("--Gatekeeper:Calls:BodyTimeout=00:00:04");
        await using var connection = await Http2Connection.OpenAsync(gate);
        (string, string)[] fields = [(":method", "POST"), (":scheme", "https"), (":path", "/grpc.health.v1.Health/Check"), (":authority", "localhost"), ("content-type", "application/grpc"), ("te", "trailers")];
        for (var stream = 1; stream <= 33; stream += 2)
        {
            await connection.BeginAsync(stream, isWhole: false, fields);
        }

        // One address has 16 open at a time, and none for good.
        await WaitForRefusalsAsync(gate, ErrorReason.RateLimited, 1);
        await WaitForRefusalsAsync(gate, ErrorReason.RequestTimeout, 16);
        await connection.BeginAsync(35, isWhole: false, fields);
        await connection.SendAsync(35, new byte[2_000], isLast: false);
        Assert.That((await connection.ReadAsync(35)).Text, Does.Contain("too large"));
    }

    private static async Task WaitForRefusalsAsync(Gate gate, ErrorReason reason, int count)
    {
        int Refused() => gate.Log.Records.Count(entry => entry.Record.Reason == reason);
        for (var i = 0; i < 1_000 && Refused() < count; i++)
        {
            await Task.Delay(20);
        }

        Assert.That(Refused(), Is.EqualTo(count));
    }

    [Test]
    public async Task Health_Watch_IsServed()
    {
        using var call = new Health.HealthClient(_channel).Watch(new HealthCheckRequest());

        Assert.That(await call.ResponseStream.MoveNext(CancellationToken.None), Is.True);
        Assert.That(call.ResponseStream.Current.Status, Is.EqualTo(HealthCheckResponse.Types.ServingStatus.Serving));
    }

    [Test]
    public async Task Reflection_Idle_EndsWhenTheGatekeeperStops()
    {
        using var call = new ServerReflection.ServerReflectionClient(_channel).ServerReflectionInfo(new Metadata { { "authorization", "Bearer " + _gate.Issuer.Token() } });
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        Assert.That(await call.ResponseStream.MoveNext(CancellationToken.None), Is.True);
        var stopping = _gate.StopAsync();

        Assert.That(await call.ResponseStream.MoveNext(CancellationToken.None), Is.False);
        await stopping.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Test]
    public async Task Reflection_WithoutToken_IsUnauthenticated()
    {
        using var call = new ServerReflection.ServerReflectionClient(_channel).ServerReflectionInfo();

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.That(error!.StatusCode, Is.EqualTo(StatusCode.Unauthenticated));
    }

    [Test]
    public async Task ReadyFile_WhileServing_SaysWhereAndGoesWithTheStop()
    {
        var path = Path.Combine(_gate.Directory, "state", "ready.json");
        using (var document = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(path)))
        {
            Assert.That(document.RootElement.GetProperty("url").GetString(), Is.EqualTo(_gate.Services.GetRequiredService<ServedAddress>().Url));
            Assert.That(document.RootElement.GetProperty("pid").GetInt32(), Is.EqualTo(Environment.ProcessId));
        }

        await _gate.StopAsync();
        Assert.That(File.Exists(path), Is.False);
    }

    [Test]
    public void StateDirectory_HeldByAnother_DoesNotStart() =>
        Assert.That(() => StateDirectory.Open(Path.Combine(_gate.Directory, "state"), "Gatekeeper:StateDirectory"), Throws.TypeOf<ConfigurationException>());
}
