using System.Globalization;
using System.Net;
using System.Text;
using Deploy.V1;
using Gatekeeper.Audit;
using Gatekeeper.Tests.Support;
using NUnit.Framework;
using Rego.Values;

namespace Gatekeeper.Tests.Calls;

/// <summary>A call is decided for the moment at which its message is whole, and its message must come soon.</summary>
public sealed class MessageTimeTests
{
    private const string Path = "/v1/applications/shop/environments/test/deployments";
    private const string Body = """{"version":"1.4.2"}""";

    private Gate _gate = null!;

    [SetUp]
    public async Task StartAsync() => _gate = await Gate.StartAsync("--Gatekeeper:Calls:BodyTimeout=00:00:05", "--Gatekeeper:Identity:ClockSkew=00:00:00");

    [TearDown]
    public async Task StopAsync() => await _gate.DisposeAsync();

    [Test]
    public async Task Post_BodyThatTrickles_IsDecidedWhenItIsWhole()
    {
        await using var connection = await RawConnection.OpenAsync(_gate);
        await connection.Stream.WriteAsync(Head(_gate.Issuer.Token()));
        await connection.Stream.FlushAsync();
        await Task.Delay(2_500);
        var before = DateTimeOffset.UtcNow;
        var (answer, _) = await connection.ExchangeAsync(Body);

        var record = _gate.Log.Records.Single(entry => entry.Record.Call is not null).Record;
        var input = (RegoObject)record.Decision!.Input;
        var time = DateTimeOffset.Parse(((RegoString)((RegoObject)input["context"]!)["time"]!).Value, CultureInfo.InvariantCulture);
        Assert.Multiple(() =>
        {
            Assert.That(answer, Does.StartWith("HTTP/1.1 200"));
            Assert.That(record.Arrival.Time, Is.InRange(before.AddMilliseconds(-50), DateTimeOffset.UtcNow));
            Assert.That(time, Is.InRange(before.AddMilliseconds(-50), DateTimeOffset.UtcNow));
        });
    }

    [Test]
    public async Task Post_TokenEndsWhileTheBodyComes_IsRefused()
    {
        await using var connection = await RawConnection.OpenAsync(_gate);
        await connection.Stream.WriteAsync(Head(_gate.Issuer.Token(lifetime: TimeSpan.FromSeconds(2))));
        await connection.Stream.FlushAsync();
        await Task.Delay(3_000);
        var (answer, _) = await connection.ExchangeAsync(Body);

        Assert.Multiple(() =>
        {
            Assert.That(answer, Does.StartWith("HTTP/1.1 401").And.Contain("TOKEN_EXPIRED"));
            Assert.That(_gate.Log.Records.Select(entry => entry.Record.Reason), Is.EqualTo(new[] { ErrorReason.TokenExpired }));
            Assert.That(_gate.Deployer.Calls, Is.Empty);
        });
    }

    [Test]
    public async Task Post_BodyThatDoesNotEnd_IsRefusedInItsTime()
    {
        await using var connection = await RawConnection.OpenAsync(_gate);
        await connection.Stream.WriteAsync(Head(_gate.Issuer.Token()));
        using var stop = new CancellationTokenSource();
        var trickle = TrickleAsync(connection.Stream, stop.Token);
        var start = DateTimeOffset.UtcNow;
        var buffer = new byte[16 * 1024];
        var read = await connection.Stream.ReadAsync(buffer);
        await stop.CancelAsync();
        await trickle;

        Assert.Multiple(() =>
        {
            Assert.That(Encoding.ASCII.GetString(buffer, 0, read), Does.StartWith("HTTP/1.1 408").And.Contain("REQUEST_TIMEOUT"));
            Assert.That(DateTimeOffset.UtcNow - start, Is.LessThan(TimeSpan.FromSeconds(9)));
            Assert.That(_gate.Log.Records.Select(entry => entry.Record.Reason), Is.EqualTo(new[] { ErrorReason.RequestTimeout }));
        });
    }

    // Fast enough for what the server asks of a body by itself.
    private static async Task TrickleAsync(Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await stream.WriteAsync(new byte[100].Select(_ => (byte)' ').ToArray(), cancellationToken);
                await stream.FlushAsync(cancellationToken);
                await Task.Delay(100, cancellationToken);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The gate has closed the connection.
        }
    }

    private byte[] Head(string token) => Encoding.ASCII.GetBytes(
        $"POST {Path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {(TestContext.CurrentContext.Test.Name.Contains("End") && !TestContext.CurrentContext.Test.Name.Contains("Token") ? 100_000 : Body.Length)}\r\n\r\n");
}
