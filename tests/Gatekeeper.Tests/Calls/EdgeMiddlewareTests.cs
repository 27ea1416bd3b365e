using Gatekeeper.Tests.Support;
using NUnit.Framework;

namespace Gatekeeper.Tests.Calls;

/// <summary>Raw bytes on a real connection: whatever is not one plain request ends in 400 and a closed connection, and goes nowhere.</summary>
public sealed class EdgeMiddlewareTests
{
    private const string Path = "/v1/applications/shop/environments/test/deployments";
    private const string Body = """{"version":"1.0.0"}""";

    private Gate _gate = null!;
    private string _token = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _gate = await Gate.StartAsync();
        _token = _gate.Issuer.Token();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _gate.DisposeAsync();

    [SetUp]
    public void Clear() => _gate.Deployer.Calls.Clear();

    private static IEnumerable<TestCaseData> HostileHeads()
    {
        yield return Case("a length with a plus", "Content-Length: +19");
        yield return Case("a length with a leading zero", "Content-Length: 019");
        yield return Case("a length with spaces inside", "Content-Length: 1 9");
        yield return Case("a hexadecimal length", "Content-Length: 0x13");
        yield return Case("a negative length", "Content-Length: -19");
        yield return Case("a list of lengths", "Content-Length: 19, 19");
        yield return Case("two lengths", "Content-Length: 19\r\nContent-Length: 19");
        yield return Case("two different lengths", "Content-Length: 19\r\nContent-Length: 20");
        yield return Case("a length that overflows", "Content-Length: 99999999999999999999");
        yield return Case("a length and chunks", "Content-Length: 19\r\nTransfer-Encoding: chunked");
        yield return Case("chunks and a length", "Transfer-Encoding: chunked\r\nContent-Length: 19");
        yield return Case("an unknown transfer encoding", "Transfer-Encoding: xchunked");
        yield return Case("a list of transfer encodings", "Transfer-Encoding: chunked, identity");
        yield return Case("two transfer encodings", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked");
        yield return Case("gzip as a transfer encoding", "Transfer-Encoding: gzip, chunked");
        yield return Case("a space before the colon", "Content-Length : 19");
        yield return Case("a folded header", "Content-Length: 19\r\nX-A: 1\r\n 2");
        yield return Case("a NUL in a value", "Content-Length: 19\r\nX-A: \0");
        yield return Case("a bare carriage return", "Content-Length: 19\r\nX-A: a\rb");
        yield return Case("a bare line feed", "Content-Length: 19\nX-A: a");
        yield return Case("two hosts", "Content-Length: 19\r\nHost: other");
        yield return Case("a list of hosts", "Content-Length: 19\r\nX-Content-Length: 3");
        yield return Case("two content types", "Content-Length: 19\r\nContent-Type: application/json");
        yield return Case("two content types that differ", "Content-Length: 19\r\ncontent-type: text/plain");
        yield return Case("a twin of the content type", "Content-Length: 19\r\nContent_Type: text/plain");
        yield return Case("a twin of the length", "Content-Length: 19\r\nContent_Length: 3");
        yield return Case("a twin of the authorization", "Content-Length: 19\r\nTransfer_Encoding: chunked");
        yield return Case("twins of an unknown header", "Content-Length: 19\r\nX-A-B: 1\r\nX_A-B: 1");
        yield return Case("an unknown header twice", "Content-Length: 19\r\nX-Role: a\r\nX-Role: b");
        yield return Case("an unknown header twice in other letters", "Content-Length: 19\r\nX-Role: a\r\nx-rOLE: b");
        yield return Case("a grant of its own twice", "Content-Length: 19\r\nx-deploy-grant: a\r\nX-Deploy-Grant: b");
        yield return Case("no name", "Content-Length: 19\r\n: a");
        yield return Case("a name with a space", "Content-Length: 19\r\nX A: a");
        yield return Case("no colon", "Content-Length: 19\r\nXA");

        static TestCaseData Case(string name, string headers) => new TestCaseData(headers).SetName($"{{m}}({name})");
    }

    [TestCaseSource(nameof(HostileHeads))]
    public async Task Request_AmbiguousHead_Is400AndClosed(string headers)
    {
        await AssertRefusedAsync($"POST {Path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {_token}\r\nContent-Type: application/json\r\n{headers}\r\n\r\n{Body}");
    }

    [TestCase("5 \r\nabcde\r\n0\r\n\r\n", TestName = "{m}(a space after the size)")]
    [TestCase("0x5\r\nabcde\r\n0\r\n\r\n", TestName = "{m}(a hexadecimal prefix)")]
    [TestCase("5;a\rb\r\nabcde\r\n0\r\n\r\n", TestName = "{m}(a bare carriage return in an extension)")]
    [TestCase("5;a\nb\r\nabcde\r\n0\r\n\r\n", TestName = "{m}(a bare line feed in an extension)")]
    [TestCase("5\nabcde\r\n0\r\n\r\n", TestName = "{m}(a size with a bare line feed)")]
    [TestCase("FFFFFFFFFFFFFFFFF\r\nabcde\r\n0\r\n\r\n", TestName = "{m}(a size that overflows)")]
    [TestCase("5\r\nabcdeX\r\n0\r\n\r\n", TestName = "{m}(a chunk longer than its size)")]
    [TestCase("-5\r\nabcde\r\n0\r\n\r\n", TestName = "{m}(a negative size)")]
    [TestCase("\r\nabcde\r\n0\r\n\r\n", TestName = "{m}(no size)")]
    public async Task Request_MalformedChunks_IsRefusedAndClosed(string chunks)
    {
        await AssertRefusedAsync($"POST {Path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {_token}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}");
    }

    [Test]
    public async Task Request_ChunksInHttp10_Is400AndClosed()
    {
        await AssertRefusedAsync($"POST {Path} HTTP/1.0\r\nHost: localhost\r\nAuthorization: Bearer {_token}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n13\r\n{Body}\r\n0\r\n\r\n");
    }

    [Test]
    public async Task Request_TwoAuthorizations_Is400AndClosed()
    {
        await AssertRefusedAsync($"GET {Path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {_token}\r\nAuthorization: Bearer {_token}\r\n\r\n");
        await AssertRefusedAsync($"GET {Path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {_token}, Bearer {_token}\r\n\r\n");
    }

    [TestCase("Content-Length: 19\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [TestCase("Content-Length: +0\r\n\r\n")]
    [TestCase("Content-Length: 4\r\n\r\nnope")]
    [TestCase("Content-Type: text/plain\r\nContent-Length: 0\r\n\r\n")]
    public async Task Request_SecondBehindARefusedOne_IsNeverRead(string first)
    {
        await using var connection = await RawConnection.OpenAsync(_gate);
        var second = $"GET {Path}/d-2 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {_token}\r\n\r\n";
        var (text, isClosed) = await connection.ExchangeAsync(
            $"POST {Path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {_token}\r\nContent-Type: application/json\r\n{first}{second}");

        Assert.Multiple(() =>
        {
            Assert.That(text.Split("HTTP/1.1 ").Length - 1, Is.EqualTo(1), text);
            Assert.That(isClosed, Is.True);
            Assert.That(_gate.Deployer.Calls, Is.Empty);
        });
    }

    [Test]
    public async Task Request_Plain_IsServedOnAConnectionThatStaysOpen()
    {
        await using var connection = await RawConnection.OpenAsync(_gate);
        var request = $"POST {Path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {_token}\r\nContent-Type: application/json\r\nContent-Length: 19\r\n\r\n{Body}";
        var (text, isClosed) = await connection.ExchangeAsync(request + request);

        Assert.Multiple(() =>
        {
            Assert.That(text, Does.StartWith("HTTP/1.1 200 OK"));
            Assert.That(text, Does.Not.Contain("Server:"));
            Assert.That(isClosed, Is.False);
            Assert.That(_gate.Deployer.Calls, Has.Count.EqualTo(2));
        });
    }

    [Test]
    public async Task Request_PlainChunks_IsServed()
    {
        await using var connection = await RawConnection.OpenAsync(_gate);
        var (text, _) = await connection.ExchangeAsync(
            $"POST {Path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {_token}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n13\r\n{Body}\r\n0\r\n\r\n");

        Assert.That(text, Does.StartWith("HTTP/1.1 200 OK"));
        Assert.That(_gate.Deployer.Calls, Has.Count.EqualTo(1));
    }

    private static IEnumerable<string> Spellings()
    {
        const string name = "/v1/applications/shop/environments/test/deployments/d-1";
        string[] inserts =
        [
            "/", "./", "../", "%2f", "%2F", "%5c", "\\", "%2e/", "%2e%2e/", "..;/", ";", ";a=b", "%00", "%20", "+/", "%09", "%0a", "%0d%0a", "%ff", "%c0%af",
            "%u002f", "#", "#a", "*", "~", "@", "!", "$", "&", "'", "(", ")", ",", "=", "|", "^", "`", "{", "}", "<", ">", "\"", "[", "]", "%", "%%", "%2", "\u00e9", "\u212a",
        ];
        foreach (var at in new[] { 1, 3, 4, 17, 22, 30, 40, 50, 51, name.Length })
        {
            foreach (var insert in inserts)
            {
                // A sign that could stand in a name goes through to the field rules; those spellings are 400 too.
                yield return name.Insert(Math.Min(at, name.Length), insert);
            }
        }

        for (var i = 1; i < name.Length; i++)
        {
            yield return name[..i] + "%" + ((int)name[i]).ToString("x2") + name[(i + 1)..];
        }

        foreach (var other in new[] { "http://localhost" + name, "https://evil.test" + name, name + "/", name + "?", name + "?a", name + "?x=1", name + "#", "*", "", "//" + name[1..] })
        {
            yield return other;
        }
    }

    [Test]
    public async Task Target_AnyOtherSpelling_IsRefusedOrMeansExactlyWhatItSays()
    {
        var tried = 0;
        foreach (var target in Spellings())
        {
            tried++;
            await using var connection = await RawConnection.OpenAsync(_gate);
            var (text, _) = await connection.ExchangeAsync(
                $"GET {target} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {_token}\r\nConnection: close\r\n\r\n");

            Assert.That(text, Does.StartWith("HTTP/1.1 40"), target);
            Assert.That(_gate.Deployer.Calls, Is.Empty, target);
        }

        Assert.That(tried, Is.GreaterThan(500));
    }

    [TestCase("/V1/applications/shop/environments/test/deployments/d-1")]
    [TestCase("/v1/Applications/shop/environments/test/deployments/d-1")]
    [TestCase("/v1/applications/shop/environments/test/deployments/d-1:WATCH")]
    [TestCase("/v1/applications/Shop/environments/test/deployments/d-1")]
    [TestCase("/v1/applications/shop/environments/TEST/deployments/d-1")]
    [TestCase("/v1/applications/shop./environments/test/deployments/d-1")]
    public async Task Target_OtherLetters_Is400(string target) =>
        await AssertRefusedAsync($"GET {target} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {_token}\r\nConnection: close\r\n\r\n");

    private async Task AssertRefusedAsync(string request)
    {
        await using var connection = await RawConnection.OpenAsync(_gate);
        var (text, isClosed) = await connection.ExchangeAsync(request, 1500);
        Assert.Multiple(() =>
        {
            Assert.That(text, Does.StartWith("HTTP/1.1 400 "), text);
            Assert.That(isClosed, Is.True, text);
            Assert.That(_gate.Deployer.Calls, Is.Empty);
        });
    }
}
