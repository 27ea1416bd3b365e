using Deploy.V1;
using Gatekeeper.Seam;
using Gatekeeper.Tests.Support;
using Grpc.Core;
using Grpc.Net.Client;
using NUnit.Framework;
using Rego.Values;

namespace Gatekeeper.Tests.Forwarding;

/// <summary>Who may not watch any more sees no further event, and is told why.</summary>
public sealed class StreamReviewTests
{
    private const string Path = "/v1/applications/shop/environments/test/deployments/d-1:watch";

    private static readonly RegoObject Denied = RegoObject.From(
        ("allow", RegoBoolean.False), ("client", RegoString.From("shop-ci")), ("reasons", RegoArray.From(RegoString.From("not any more"))));

    private Gate? _gate;

    [TearDown]
    public async Task StopAsync()
    {
        if (_gate is not null)
        {
            await _gate.DisposeAsync();
        }
    }

    [TestCase("00:00:01", "sha256:test")]
    [TestCase("00:05:00", "sha256:next", Description = "A new revision is not waited out.")]
    public async Task Watch_DeniedLater_EndsWithTheReason(string interval, string revision)
    {
        using var reader = await WatchAsync(interval);
        _gate!.Policy.Answer = _ => Denied;
        _gate.Policy.Revision = revision;
        var rest = await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(15));

        var records = _gate.Log.Records.Select(entry => entry.Record).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(rest, Does.Match("event: end\ndata: [^\n]*POLICY_DENIED[^\n]*\n\n$").And.Contain("not any more").And.Contain("PERMISSION_DENIED"));
            Assert.That(records.Select(record => record.Decision!.IsAllowed), Is.EqualTo(new[] { true, false }));
            Assert.That(records[1].Arrival.DecisionId, Is.Not.EqualTo(records[0].Arrival.DecisionId));
            Assert.That(records[1].Arrival.Time, Is.GreaterThan(records[0].Arrival.Time));
            Assert.That(rest, Does.Contain(records[1].Arrival.DecisionId));
        });
    }

    [Test]
    public async Task Watch_TokenEnds_EndsAsUnauthenticated()
    {
        using var reader = await WatchAsync("00:05:00", TimeSpan.FromSeconds(2));
        var rest = await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(15));

        Assert.Multiple(() =>
        {
            Assert.That(rest, Does.Match("event: end\ndata: [^\n]*TOKEN_EXPIRED[^\n]*\n\n$").And.Contain("UNAUTHENTICATED"));
            Assert.That(_gate!.Log.Records.Select(entry => entry.Record.Reason), Is.EqualTo(new[] { ErrorReason.Unspecified, ErrorReason.TokenExpired }));
            Assert.That(_gate.Log.Records.Last().Record.Token, Is.Not.Null.And.Property("Fault").EqualTo(TokenFault.Expired));
            Assert.That(_gate.Logged.Lines.Where(line => line.Event == 5002), Is.Empty, "nothing failed: the gatekeeper ended it");
        });
    }

    [Test]
    public async Task Watch_Grpc_EndsWithTheStatus()
    {
        await StartAsync("00:00:01");
        using var channel = GrpcChannel.ForAddress(_gate!.Url, new GrpcChannelOptions { HttpHandler = _gate.Handler() });
        using var call = new DeployService.DeployServiceClient(channel).WatchDeployment(
            new WatchDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = "d-1" }, new Metadata { { "authorization", $"Bearer {_gate.Issuer.Token()}" } });
        await call.ResponseStream.MoveNext(CancellationToken.None);
        _gate.Policy.Answer = _ => Denied;

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(15)));
        Assert.That((error!.StatusCode, error.Status.Detail), Is.EqualTo((StatusCode.PermissionDenied, "Denied by policy: not any more")));
    }

    [Test]
    public async Task Watch_StillAllowed_GoesOnAndIsRecordedOnce()
    {
        using var reader = await WatchAsync("00:00:01");
        await Task.Delay(3_500);

        Assert.That(_gate!.Log.Records, Has.Count.EqualTo(1));
        _gate.Policy.Answer = _ => Denied;
        Assert.That(await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(15)), Does.Contain("event: end"));
    }

    [Test]
    public async Task Watch_PolicyFailsLater_Ends()
    {
        using var reader = await WatchAsync("00:00:01");
        _gate!.Policy.Answer = _ => throw new InvalidOperationException("broken");

        Assert.That(await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(15)), Does.Contain("event: end").And.Contain("POLICY_ERROR"));
    }

    private async Task StartAsync(string interval)
    {
        _gate = await Gate.StartAsync($"--Gatekeeper:Calls:ReviewInterval={interval}", "--Gatekeeper:Identity:ClockSkew=00:00:00");
        _gate.Deployer.Answer = async (_, http) =>
        {
            await StandInDeployer.WriteMessageAsync(http, new WatchDeploymentResponse { Message = "one" });
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        };
    }

    private async Task<StreamReader> WatchAsync(string interval, TimeSpan? lifetime = null)
    {
        await StartAsync(interval);
        var client = _gate!.Client(subject: null);
        client.DefaultRequestHeaders.Authorization = new("Bearer", _gate.Issuer.Token(lifetime: lifetime));
        var response = await client.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead);
        var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        await reader.ReadLineAsync();
        await reader.ReadLineAsync();
        Assert.That(await reader.ReadLineAsync(), Is.EqualTo("event: deployment"));
        return reader;
    }
}
