using System.Net;
using Deploy.V1;
using Gatekeeper.Limits;
using Gatekeeper.Tests.Support;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Gatekeeper.Tests.Calls;

/// <summary>What callers have in hand at a time is bounded, each for itself and in all, whatever they never send to its end.</summary>
public sealed class BodyBudgetTests
{
    private const string Path = "/v1/applications/shop/environments/test/deployments";

    private Gate _gate = null!;

    [SetUp]
    public async Task StartAsync() => _gate = await Gate.StartAsync("--Gatekeeper:InFlight:MaxBytesPerCaller=65536", "--Gatekeeper:Calls:BodyTimeout=00:00:50");

    [TearDown]
    public async Task StopAsync() => await _gate.DisposeAsync();

    private long InHand => _gate.Services.GetRequiredService<InFlightLimits>().BytesInHand;

    [Test]
    public async Task Post_StalledBodiesOfOneCaller_AreBoundedAndOthersAreServed()
    {
        var connection = await Http2Connection.OpenAsync(_gate);
        await BeginAsync(connection, 16, 0);
        await WaitUntilAsync(() => InHand == 65_536);
        await BeginAsync(connection, 1, 0, first: 101);
        var refused = await connection.ReadAsync(101);
        using var other = _gate.Client("someone-else");
        using var served = await other.PostAsync(Path, new StringContent("""{"version":"1.0.0"}""", null, "application/json"));

        Assert.Multiple(() =>
        {
            Assert.That(refused.Status, Is.EqualTo(429), refused.ToString());
            Assert.That(refused.Text, Does.Contain("RATE_LIMITED"));
            Assert.That(served.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        });

        // Once they have ended, there is room again.
        await connection.DisposeAsync();
        await WaitUntilEmptyAsync();
        using var client = _gate.Client();
        using var again = await client.PostAsync(Path, new StringContent("""{"version":"1.0.0"}""", null, "application/json"));
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Post_BytesThatHaveCome_Count()
    {
        var connection = await Http2Connection.OpenAsync(_gate);
        await BeginAsync(connection, 1, 40_000);
        await WaitUntilAsync(() => InHand >= 40_000);
        await BeginAsync(connection, 1, 40_000, first: 101);
        var refused = await connection.ReadAsync(101);

        Assert.That(refused.Status, Is.EqualTo(429), refused.ToString());
        await connection.DisposeAsync();
        await WaitUntilEmptyAsync();
    }

    [Test]
    public async Task Post_FiveHundredStalledBodies_HoldNoMoreThanTheBudget()
    {
        await using var gate = await Gate.StartAsync("--Gatekeeper:InFlight:MaxBytesPerCaller=1048576", "--Gatekeeper:Calls:BodyTimeout=00:00:50");
        List<Http2Connection> connections = [];
        for (var i = 0; i < 5; i++)
        {
            connections.Add(await Http2Connection.OpenAsync(gate));
            await BeginAsync(connections[i], 100, 0, token: gate.Issuer.Token());
        }

        var limits = gate.Services.GetRequiredService<InFlightLimits>();
        await WaitUntilAsync(() => gate.Log.Records.Count(entry => entry.Record.Reason == ErrorReason.RateLimited) == 500 - 256);
        Assert.That(limits.BytesInHand, Is.EqualTo(1_048_576));
        using var other = gate.Client("someone-else");
        using var served = await other.PostAsync(Path, new StringContent("""{"version":"1.0.0"}""", null, "application/json"));

        Assert.That(served.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }

        await WaitUntilAsync(() => limits.BytesInHand == 0);
    }

    [Test]
    public async Task Post_CallerGoesAway_GivesBackWhatItHeld()
    {
        await using (var connection = await Http2Connection.OpenAsync(_gate))
        {
            await BeginAsync(connection, 3, 10_000);
            await WaitUntilAsync(() => InHand >= 30_000);
        }

        await WaitUntilEmptyAsync();
    }

    [Test]
    public async Task Get_LargerThanAReadingCallNeeds_IsTooLarge()
    {
        using var client = _gate.Client(version: HttpVersion.Version20);
        var large = new GetDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = new string('d', 8_200) };
        var refused = await GrpcExchange.SendAsync(client, "GetDeployment", large);
        large.DeploymentId = new string('d', 8_000);

        Assert.That(refused.Code, Is.EqualTo(StatusCode.ResourceExhausted));
        Assert.That(refused.Reason, Is.EqualTo("TOO_LARGE"));
        Assert.That((await GrpcExchange.SendAsync(client, "GetDeployment", large)).Code, Is.EqualTo(StatusCode.InvalidArgument));
    }

    [Test]
    public async Task Get_GzipThatPromisesAMebibyte_MakesNoRoomForIt()
    {
        using var client = _gate.Client(version: HttpVersion.Version20);
        byte[] member = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, .. new byte[20], 0, 0, 16, 0];
        await SendGzipAsync(client, member);
        var before = GC.GetTotalAllocatedBytes();
        for (var i = 0; i < 50; i++)
        {
            Assert.That((await SendGzipAsync(client, member)).Reason, Is.EqualTo("MALFORMED_MESSAGE"));
        }

        Assert.That((GC.GetTotalAllocatedBytes() - before) / 50, Is.LessThan(500_000));
    }

    private static Task<GrpcExchange.Reply> SendGzipAsync(HttpClient client, byte[] member)
    {
        var request = GrpcExchange.Request(GrpcExchange.Prefix + "CreateDeployment", GrpcExchange.Frame(member, flag: 1));
        request.Headers.Add("grpc-encoding", "gzip");
        return GrpcExchange.SendAsync(client, request);
    }

    // Each on a stream of its own, and none to its end.
    private async Task BeginAsync(Http2Connection connection, int count, int bytes, int first = 1, string? token = null)
    {
        token ??= _gate.Issuer.Token();
        for (var stream = first; stream < first + (2 * count); stream += 2)
        {
            await connection.BeginAsync(
                stream,
                isWhole: false,
                (":method", "POST"),
                (":scheme", "https"),
                (":path", Path),
                (":authority", "localhost"),
                ("content-type", "application/json"),
                ("authorization", "Bearer " + token));
            for (var sent = 0; sent < bytes; sent += 10_000)
            {
                await connection.SendAsync(stream, new byte[10_000], isLast: false);
            }
        }
    }

    private Task WaitUntilEmptyAsync() => WaitUntilAsync(() => InHand == 0);

    private static async Task WaitUntilAsync(Func<bool> holds)
    {
        for (var i = 0; i < 500 && !holds(); i++)
        {
            await Task.Delay(20);
        }

        Assert.That(holds(), Is.True);
    }
}
