using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Gatekeeper.Tests.Support;
using NUnit.Framework;
using Rego.Values;

namespace Gatekeeper.Tests.Hosting;

/// <summary>Whom a connection is taken to come from, how many an address may have, and how long one may be silent.</summary>
public sealed class ConnectionGuardTests
{
    private const string Path = "/v1/applications/shop/environments/test/deployments/d-1";
    private static readonly byte[] Signature = [.. "\r\n\r\n\0\r\nQUIT\n"u8];

    private Gate? _gate;

    [TearDown]
    public async Task StopAsync()
    {
        if (_gate is not null)
        {
            await _gate.DisposeAsync();
        }
    }

    [TestCase("")]
    [TestCase("http/1.1")]
    [TestCase("h2")]
    public async Task Connection_NothingAsked_EndsInTime(string protocol)
    {
        _gate = await Gate.StartAsync("--Gatekeeper:Limits:FirstRequestTimeout=00:00:01", "--Gatekeeper:Limits:HandshakeTimeout=00:00:30");
        var start = DateTimeOffset.UtcNow;
        if (protocol.Length == 0)
        {
            using var silent = await ConnectAsync();
            Assert.That(await EndsAsync(silent.GetStream()), Is.True);
        }
        else
        {
            await using var silent = await RawConnection.OpenAsync(_gate, protocol);
            Assert.That(await EndsAsync(silent.Stream), Is.True);
        }

        Assert.That(DateTimeOffset.UtcNow - start, Is.InRange(TimeSpan.FromMilliseconds(800), TimeSpan.FromSeconds(8)));
    }

    [Test]
    public async Task Connection_SomethingAsked_StaysOpen()
    {
        _gate = await Gate.StartAsync("--Gatekeeper:Limits:FirstRequestTimeout=00:00:01");
        await using var connection = await RawConnection.OpenAsync(_gate);
        const string request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
        await connection.ExchangeAsync(request);
        await Task.Delay(1_500);

        Assert.That((await connection.ExchangeAsync(request)).Text, Does.StartWith("HTTP/1.1 200"));
    }

    [Test]
    public async Task Connection_MoreThanOneAddressMayHave_IsClosedUntilOneEnds()
    {
        _gate = await Gate.StartAsync("--Gatekeeper:Limits:MaxConnectionsPerAddress=2");
        var first = await RawConnection.OpenAsync(_gate);
        await using var second = await RawConnection.OpenAsync(_gate);
        Assert.That(async () => await RawConnection.OpenAsync(_gate), Throws.InstanceOf<IOException>().Or.InstanceOf<SocketException>());
        Assert.That(_gate.Logged.Lines.Count(line => line.Text.Contains("MaxConnectionsPerAddress")), Is.EqualTo(1));
        await first.DisposeAsync();

        RawConnection? next = null;
        for (var i = 0; i < 100 && next is null; i++)
        {
            try
            {
                next = await RawConnection.OpenAsync(_gate);
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                await Task.Delay(50);
            }
        }

        Assert.That(next, Is.Not.Null);
        await next!.DisposeAsync();
    }

    [TestCase("203.0.113.7", "203.0.113.7")]
    [TestCase("203.0.113.7:4711", "203.0.113.7")]
    [TestCase("6.6.6.6, 203.0.113.7, 127.0.0.1", "203.0.113.7")]
    [TestCase("nonsense, 203.0.113.7", "203.0.113.7")]
    [TestCase("[2001:db8::7]:443", "2001:db8::7")]
    [TestCase("2001:DB8::7", "2001:db8::7")]
    [TestCase("127.0.0.1", "127.0.0.1")]
    [TestCase(null, "127.0.0.1")]
    public async Task ForwardedFor_FromATrustedProxy_SaysWhoCalls(string? header, string expected)
    {
        _gate = await Gate.StartAsync("--Gatekeeper:TrustedProxies:Addresses:0=127.0.0.0/8", "--Gatekeeper:Limits:MaxConnectionsPerAddress=1");
        Assert.That(await AddressSeenAsync(header), Is.EqualTo(expected));

        // A proxy has the connections of many.
        await using var another = await RawConnection.OpenAsync(_gate);
        Assert.That(await AddressSeenAsync(header), Is.EqualTo(expected));
    }

    [TestCase("203.0.113.7, nonsense")]
    [TestCase("203.0.113.7,")]
    [TestCase("")]
    [TestCase("10.1")]
    [TestCase("0x7f000001")]
    [TestCase("fe80::1%eth0")]
    [TestCase("203.0.113.7:port")]
    [TestCase("[2001:db8::7")]
    public async Task ForwardedFor_ThatEndsWithNoAddress_Is400(string header)
    {
        _gate = await Gate.StartAsync("--Gatekeeper:TrustedProxies:Addresses:0=127.0.0.1");
        await using var connection = await RawConnection.OpenAsync(_gate);
        var (text, _) = await connection.ExchangeAsync($"GET {Path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: {header}\r\nAuthorization: Bearer {_gate.Issuer.Token()}\r\n\r\n");

        Assert.That(text, Does.StartWith("HTTP/1.1 400"));
        Assert.That(_gate.Deployer.Calls, Is.Empty);
    }

    [Test]
    public async Task ForwardedFor_FromAnybodyElse_IsNotBelieved()
    {
        _gate = await Gate.StartAsync("--Gatekeeper:TrustedProxies:Addresses:0=10.0.0.0/8");

        Assert.That(await AddressSeenAsync("203.0.113.7"), Is.EqualTo("127.0.0.1"));
    }

    [Test]
    public async Task ProxyHead_FromATrustedProxy_SaysWhoCalls()
    {
        _gate = await Gate.StartAsync("--Gatekeeper:TrustedProxies:Addresses:0=127.0.0.1", "--Gatekeeper:TrustedProxies:Protocol=proxy-v2", "--Gatekeeper:Limits:MaxConnectionsPerAddress=1");
        byte[] v4 = [.. Signature, 0x21, 0x11, 0, 15, 203, 0, 113, 7, 127, 0, 0, 1, 1, 2, 3, 4, 4, 0, 0];
        byte[] v6 = [.. Signature, 0x21, 0x21, 0, 36, .. IPAddress.Parse("2001:db8::7").GetAddressBytes(), .. new byte[20]];
        byte[] own = [.. Signature, 0x20, 0, 0, 0];

        Assert.That(await AddressBehindAsync(v4), Is.EqualTo("203.0.113.7"));
        Assert.That(await AddressBehindAsync(v6), Is.EqualTo("2001:db8::7"));
        Assert.That(await AddressBehindAsync(own), Is.EqualTo("127.0.0.1"));

        // Counted by the client's address; one header of a request is not believed besides.
        using var held = await ConnectAsync();
        await held.GetStream().WriteAsync(v4);
        await Task.Delay(200);
        Assert.That(async () => await AddressBehindAsync(v4), Throws.InstanceOf<IOException>().Or.InstanceOf<SocketException>());
        Assert.That(await AddressBehindAsync(v6), Is.EqualTo("2001:db8::7"));
    }

    [TestCase("", TestName = "{m}(none)")]
    [TestCase("PROXY TCP4 203.0.113.7 127.0.0.1 1 2\r\n", TestName = "{m}(version 1)")]
    [TestCase("\r\n\r\n\0\r\nQUIT\n\u0021\u0012\0\u000c............", TestName = "{m}(of datagrams)")]
    [TestCase("\r\n\r\n\0\r\nQUIT\n\u0021\u0011\0\u0004....", TestName = "{m}(without a whole address)")]
    [TestCase("\r\n\r\n\0\r\nQUIT\n\u0011\u0011\0\u000c............", TestName = "{m}(of another version)")]
    [TestCase("\r\n\r\n\0\r\nQUIT\n\u0021\u0011\u00ff\u00ff............", TestName = "{m}(too long)")]
    public async Task ProxyHead_ThatIsNone_ClosesTheConnection(string head)
    {
        _gate = await Gate.StartAsync("--Gatekeeper:TrustedProxies:Addresses:0=127.0.0.1", "--Gatekeeper:TrustedProxies:Protocol=proxy-v2");

        Assert.That(async () => await AddressBehindAsync(Encoding.Latin1.GetBytes(head)), Throws.InstanceOf<IOException>().Or.InstanceOf<SocketException>());
        Assert.That(_gate.Logged.Lines.Count(line => line.Text.Contains("PROXY protocol")), Is.EqualTo(1));
    }

    [Test]
    public async Task ProxyHead_FromAnybodyElse_IsNoBeginningOfTls()
    {
        _gate = await Gate.StartAsync("--Gatekeeper:TrustedProxies:Addresses:0=10.0.0.1", "--Gatekeeper:TrustedProxies:Protocol=proxy-v2");

        Assert.That(async () => await AddressBehindAsync([.. Signature, 0x20, 0, 0, 0]), Throws.InstanceOf<IOException>().Or.InstanceOf<SocketException>());
        Assert.That(await AddressSeenAsync("203.0.113.7"), Is.EqualTo("127.0.0.1"));
    }

    private async Task<string> AddressSeenAsync(string? forwardedFor)
    {
        using var client = _gate!.Client();
        if (forwardedFor is not null)
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation("X-Forwarded-For", forwardedFor);
        }

        using var response = await client.GetAsync(Path);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return AddressOnRecord();
    }

    private async Task<string> AddressBehindAsync(byte[] head)
    {
        using var tcp = await ConnectAsync();
        await tcp.GetStream().WriteAsync(head);
        await using var stream = new SslStream(tcp.GetStream(), false, (_, certificate, _, _) => _gate!.IsTrusted(certificate));
        await stream.AuthenticateAsClientAsync("localhost");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET {Path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 6.6.6.6\r\nConnection: close\r\nAuthorization: Bearer {_gate!.Issuer.Token()}\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        Assert.That(await reader.ReadToEndAsync(), Does.StartWith("HTTP/1.1 200"));
        return AddressOnRecord();
    }

    // As the policy saw it, too.
    private string AddressOnRecord()
    {
        var record = _gate!.Log.Records.Last().Record;
        var seen = ((RegoString)((RegoObject)((RegoObject)record.Decision!.Input)["context"]!)["remote_ip"]!).Value;
        Assert.That(record.Arrival.RemoteIp, Is.EqualTo(seen));
        return seen;
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(_gate!.Url.Host, _gate.Url.Port);
        return client;
    }

    private static async Task<bool> EndsAsync(Stream stream)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            var buffer = new byte[4096];
            while (await stream.ReadAsync(buffer, deadline.Token) > 0)
            {
            }

            return true;
        }
        catch (IOException)
        {
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
