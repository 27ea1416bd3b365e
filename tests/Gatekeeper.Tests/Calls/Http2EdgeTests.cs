using Deploy.V1;
using Gatekeeper.Tests.Support;
using Google.Protobuf;
using NUnit.Framework;

namespace Gatekeeper.Tests.Calls;

/// <summary>Frames of HTTP/2 as no client writes them: what is not one plain request is 400, and what others ask on the connection goes on.</summary>
public sealed class Http2EdgeTests() : GateTests(System.Net.HttpVersion.Version20)
{
    private const string Path = "/v1/applications/shop/environments/test/deployments/d-1";

    private static IEnumerable<TestCaseData> HostileFields()
    {
        yield return Case("a space in a name", "x a", "1");
        yield return Case("a colon in a name", "x:a", "1");
        yield return Case("a parenthesis in a name", "x(a)", "1");
        yield return Case("a slash in a name", "x/a", "1");
        yield return Case("a control character in a name", "x\u0001", "1");
        yield return Case("keep-alive", "keep-alive", "timeout=5");
        yield return Case("proxy-connection", "proxy-connection", "keep-alive");
        yield return Case("another host", "host", "evil.test");
        yield return Case("another port", "host", "localhost:1");
        yield return Case("upgrade", "upgrade", "h2c");
        yield return Case("transfer-encoding", "transfer-encoding", "chunked");

        static TestCaseData Case(string name, params string[] field) => new TestCaseData(field[0], field[1]).SetName($"{{m}}({name})");
    }

    [TestCaseSource(nameof(HostileFields))]
    public async Task Request_HostileField_Is400AndTheConnectionServesOn(string name, string value)
    {
        await using var connection = await Http2Connection.OpenAsync(Gate);
        await connection.BeginAsync(1, isWhole: true, [.. Fields("GET"), (name, value)]);
        var answer = await connection.ReadAsync(1);

        Assert.That(answer.Status, Is.EqualTo(400), answer.ToString());
        Assert.That(answer.Text, Does.Contain("INVALID_REQUEST"));
        Assert.That(Gate.Deployer.Calls, Is.Empty);
        await connection.BeginAsync(3, isWhole: true, Fields("GET"));
        Assert.That((await connection.ReadAsync(3)).Status, Is.EqualTo(200));
    }

    [TestCase("get")]
    [TestCase("Get")]
    [TestCase("gET")]
    public async Task Request_MethodInOtherLetters_Is400(string method)
    {
        await using var connection = await Http2Connection.OpenAsync(Gate);
        await connection.BeginAsync(1, isWhole: true, Fields(method));
        var answer = await connection.ReadAsync(1);

        Assert.That(answer.Status, Is.EqualTo(400), answer.ToString());
        Assert.That(Gate.Deployer.Calls, Is.Empty);
    }

    [TestCase("host=evil.test")]
    [TestCase("host=localhost|host=evil.test")]
    [TestCase("host=evil.test|host=localhost")]
    [TestCase("connection=close")]
    [TestCase("x\u00e9=1")]
    [TestCase("host=localhost|host=localhost")]
    [TestCase("te=gzip")]
    public async Task Request_OtherHostOrConnectionField_IsRefused(string fields)
    {
        await using var connection = await Http2Connection.OpenAsync(Gate);
        await connection.BeginAsync(1, isWhole: true, [.. Fields("GET"), .. fields.Split('|').Select(field => (field.Split('=')[0], field.Split('=')[1]))]);
        var answer = await connection.ReadAsync(1);

        Assert.That(answer.Status == 400 || answer.Ended is "reset" or "goaway", Is.True, answer.ToString());
        Assert.That(Gate.Deployer.Calls, Is.Empty);
    }

    [TestCase("localhost")]
    [TestCase("LOCALHOST")]
    public async Task Request_SameHost_IsServed(string host)
    {
        await using var connection = await Http2Connection.OpenAsync(Gate);
        await connection.BeginAsync(1, isWhole: true, [.. Fields("GET"), ("host", host), ("te", "trailers"), ("x-request-id", "a"), ("x-request-id", "b")]);

        Assert.That((await connection.ReadAsync(1)).Status, Is.EqualTo(200));
    }

    [TestCase("user@localhost")]
    [TestCase("local host")]
    [TestCase("localhost/a")]
    [TestCase("local\u0001host")]
    [TestCase("local\u00e9host")]
    public async Task Request_AuthorityThatIsNoHost_IsRefused(string authority)
    {
        await using var connection = await Http2Connection.OpenAsync(Gate);
        await connection.BeginAsync(1, isWhole: true, [.. Fields("GET").Select(field => field.Name == ":authority" ? (field.Name, authority) : field)]);
        var answer = await connection.ReadAsync(1);

        Assert.That(answer.Status == 400 || answer.Ended is "reset" or "goaway", Is.True, answer.ToString());
        Assert.That(Gate.Deployer.Calls, Is.Empty);
    }

    [TestCase("0S")]
    [TestCase("0n")]
    [TestCase("00000000H")]
    [TestCase("1n")]
    public async Task Create_NoTimeGiven_ExecutesNothing(string timeout)
    {
        var request = GrpcExchange.Request(
            GrpcExchange.Prefix + "CreateDeployment",
            GrpcExchange.Frame(new CreateDeploymentRequest { Application = "shop", Environment = "test", Version = "1.0.0" }.ToByteArray()));
        request.Headers.Add("grpc-timeout", timeout);
        var reply = await GrpcExchange.SendAsync(Client, request);

        Assert.Multiple(() =>
        {
            Assert.That(reply.Code, Is.EqualTo(Grpc.Core.StatusCode.DeadlineExceeded));
            Assert.That(Gate.Deployer.Calls, Is.Empty);
            Assert.That(Gate.Log.Records.Select(entry => entry.Record.Reason), Is.EqualTo(new[] { ErrorReason.DeadlineExceeded }));
        });
    }

    private (string Name, string Value)[] Fields(string method) =>
    [
        (":method", method), (":scheme", "https"), (":path", Path), (":authority", "localhost"), ("authorization", "Bearer " + Gate.Issuer.Token()),
    ];
}
