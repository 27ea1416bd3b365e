using Deploy.V1;
using Gatekeeper.Seam;
using Gatekeeper.Tests.Support;
using NUnit.Framework;

namespace Gatekeeper.Tests.Hosting;

/// <summary>What the server refuses before the pipeline sees it is on record, too.</summary>
public sealed class ServerRefusalsTests : GateTests
{
    private const string Canary = "CANARY-7f3a";

    public ServerRefusalsTests()
        : base(new Version(1, 1))
    {
    }

    [TestCase("GET /healthz\r\n\r\n", ErrorReason.InvalidRequest)]
    [TestCase("GET /CANARY-7f3a HTTP/1.1\r\nHost: a\r\nCANARY-7f3a\r\n\r\n", ErrorReason.InvalidRequest)]
    [TestCase("GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", ErrorReason.InvalidRequest)]
    [TestCase("LONG", ErrorReason.TooLarge)]
    public async Task Head_ThatTheServerRefuses_IsRecordedWithItsAddressAndNothingOfIt(string request, ErrorReason reason)
    {
        await using (var connection = await RawConnection.OpenAsync(Gate))
        {
            await connection.ExchangeAsync(request == "LONG" ? $"GET /{new string('a', 40_000)} HTTP/1.1\r\nHost: a\r\n\r\n" : request);
        }

        AssertRecorded(reason);
    }

    [Test]
    public async Task Frames_ThatAreNoHttp2_AreRecorded()
    {
        await using (var connection = await RawConnection.OpenAsync(Gate, "h2"))
        {
            // The preface, settings, and a frame of headers on an even stream, which no client may open.
            await connection.ExchangeAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + "\0\0\0\x04\0\0\0\0\0" + "\0\0\x01\x01\x05\0\0\0\x02\x82");
        }

        AssertRecorded(ErrorReason.InvalidRequest);
    }

    private void AssertRecorded(ErrorReason reason)
    {
        Assert.That(() => Gate.Log.Records.Count, Is.GreaterThanOrEqualTo(1).After(5_000, 20));
        var record = Gate.Log.Records.First().Record;
        Assert.That((record.Reason, record.Arrival.RemoteIp, record.Decision), Is.EqualTo((reason, "127.0.0.1", (Decision?)null)));
        Assert.That($"{record.Path} {record.Detail}", Does.Not.Contain(Canary));
    }
}
