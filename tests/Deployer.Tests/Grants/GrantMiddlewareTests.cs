using System.IO.Compression;
using Deploy.V1;
using Deployer.Tests.Support;
using Google.Protobuf;
using Grpc.Core;

namespace Deployer.Tests.Grants;

[TestFixture]
internal sealed class GrantMiddlewareTests
{
    private const string Create = "/deploy.v1.DeployService/CreateDeployment";

    private TestDeployer _deployer = null!;
    private RawCall _raw = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _deployer = new TestDeployer();
        await _deployer.StartAsync();
        _raw = new RawCall(_deployer.Options.Socket);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _raw.Dispose();
        await _deployer.DisposeAsync();
    }

    [Test]
    public async Task Call_AsClientsWriteIt_IsAccepted()
    {
        var message = TestClient.Request(environment: "raw").ToByteArray();
        Assert.That(await _raw.SendAsync(Create, RawCall.Frame(message), Grant(message, "raw")), Is.Zero);
    }

    [Test]
    public async Task Call_ByteByByte_IsAccepted()
    {
        var message = TestClient.Request(environment: "slow").ToByteArray();
        using var content = new TrickledContent(RawCall.Frame(message), all: true);
        Assert.That(await _raw.SendAsync(Create, content, Grant(message, "slow")), Is.Zero);
    }

    [Test]
    public async Task Call_BrokenOffInTheMessage_AcceptsNothing()
    {
        var message = TestClient.Request().ToByteArray();
        using var content = new TrickledContent(RawCall.Frame(message), all: false);
        Assert.That(async () => await _raw.SendAsync(Create, content, Grant(message)), Throws.InstanceOf<HttpRequestException>());
        await AssertNothingAcceptedAsync();
    }

    [TestCase("/deploy.v1.DeployService/createdeployment")]
    [TestCase("/Deploy.V1.DeployService/CreateDeployment")]
    [TestCase("/deploy.v1.DeployService/CreateDeployment/")]
    [TestCase("/deploy.v1.DeployService/Create%44eployment")]
    [TestCase("/deploy.v1.DeployService/CreateDeployment?x=1")]
    [TestCase("/deploy.v1.DeployService/CreateDeployment?")]
    [TestCase("/x/../deploy.v1.DeployService/CreateDeployment")]
    [TestCase("//deploy.v1.DeployService/CreateDeployment")]
    [TestCase("/deploy.v1.DeployService//CreateDeployment")]
    [TestCase("/deploy.v1.DeployService/Nothing")]
    [TestCase("/other.Service/CreateDeployment")]
    [TestCase("/")]
    [TestCase("/grpc.health.v1.Health/Check")]
    public async Task Call_ByAnotherPath_ReachesNothing(string path)
    {
        var message = TestClient.Request().ToByteArray();
        Assert.That(await _raw.SendAsync(path, RawCall.Frame(message), Grant(message)), Is.Not.Zero);
        await AssertNothingAcceptedAsync();
    }

    [TestCase("application/json")]
    [TestCase("application/grpc-web")]
    [TestCase("application/grpc+json")]
    [TestCase("text/plain")]
    public async Task Call_OfAnotherContentType_ReachesNothing(string contentType)
    {
        var message = TestClient.Request().ToByteArray();
        Assert.That(await _raw.SendAsync(Create, RawCall.Frame(message), Grant(message), contentType), Is.Not.Zero);
        await AssertNothingAcceptedAsync();
    }

    [TestCase("GET")]
    [TestCase("PUT")]
    [TestCase("OPTIONS")]
    public async Task Call_ByAnotherHttpMethod_ReachesNothing(string method)
    {
        var message = TestClient.Request().ToByteArray();
        Assert.That(await _raw.SendAsync(Create, RawCall.Frame(message), Grant(message), method: method), Is.Not.Zero);
        await AssertNothingAcceptedAsync();
    }

    [Test]
    public async Task Call_Compressed_IsUnimplemented()
    {
        var message = TestClient.Request().ToByteArray();
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(message);
        }

        Assert.That(await _raw.SendAsync(Create, RawCall.Frame(packed.ToArray(), flag: 1), Grant(message), encoding: "gzip"), Is.EqualTo((int)StatusCode.Unimplemented));
        Assert.That(await _raw.SendAsync(Create, RawCall.Frame(message, flag: 1), Grant(message)), Is.EqualTo((int)StatusCode.Unimplemented));
        Assert.That(await _raw.SendAsync(Create, RawCall.Frame(message), Grant(message), encoding: "gzip"), Is.EqualTo((int)StatusCode.Unimplemented));
        await AssertNothingAcceptedAsync();
    }

    private static IEnumerable<TestCaseData> BadFrames()
    {
        var message = TestClient.Request().ToByteArray();
        yield return new TestCaseData((byte[])[], message).SetArgDisplayNames("nothing");
        yield return new TestCaseData((byte[])[0, 0, 0], message).SetArgDisplayNames("half a head");
        yield return new TestCaseData(RawCall.Frame(message)[..^1], message).SetArgDisplayNames("a byte too few");
        yield return new TestCaseData((byte[])[.. RawCall.Frame(message), 0], message).SetArgDisplayNames("a byte too many");
        yield return new TestCaseData((byte[])[.. RawCall.Frame(message), .. RawCall.Frame(message)], message).SetArgDisplayNames("two messages");
        yield return new TestCaseData(RawCall.Frame(message, length: int.MaxValue), message).SetArgDisplayNames("2 GB claimed");
        yield return new TestCaseData(RawCall.Frame(message, length: -1), message).SetArgDisplayNames("4 GB claimed");
        yield return new TestCaseData(RawCall.Frame(message, length: 0), message).SetArgDisplayNames("none claimed");
    }

    [TestCaseSource(nameof(BadFrames))]
    public async Task Call_WithoutExactlyOneMessage_IsRefused(byte[] body, byte[] message)
    {
        Assert.That(await _raw.SendAsync(Create, body, Grant(message)), Is.Not.Zero);
        await AssertNothingAcceptedAsync();
    }

    private static IEnumerable<TestCaseData> Twins()
    {
        var message = TestClient.Request().ToByteArray();
        yield return new TestCaseData((byte[])[.. message, 0xf8, 0x07, 0x01]).SetArgDisplayNames("unknown field");
        yield return new TestCaseData((byte[])[.. message, 0x12, 4, .. "prod"u8]).SetArgDisplayNames("environment twice");
        yield return new TestCaseData((byte[])[0x12, 4, .. "prod"u8, .. message]).SetArgDisplayNames("environment twice, first");
        yield return new TestCaseData((byte[])[.. message, 0x7a, 0x00]).SetArgDisplayNames("field beyond the last");
        yield return new TestCaseData((byte[])[.. message, 0x3a]).SetArgDisplayNames("cut off");
        yield return new TestCaseData((byte[])[.. message, 0x3a, 0x01, 0xff]).SetArgDisplayNames("not UTF-8");
        yield return new TestCaseData((byte[])[.. message, 0xba, 0x80, 0x00, 0x01, 0x61]).SetArgDisplayNames("overlong tag");
        yield return new TestCaseData(new CreateDeploymentRequest { Application = "Shop", Environment = "test", Version = "1" }.ToByteArray()).SetArgDisplayNames("name that is none");
        yield return new TestCaseData(new CreateDeploymentRequest { Application = "shop", Environment = "test", Version = "../1" }.ToByteArray()).SetArgDisplayNames("version that is none");
        yield return new TestCaseData(new CreateDeploymentRequest { Application = "shop", Environment = "test", Version = "1", Digest = "sha256:AB" }.ToByteArray()).SetArgDisplayNames("digest that is none");
    }

    // Even a gatekeeper that signed such a request is not followed.
    [TestCaseSource(nameof(Twins))]
    public async Task Call_GrantedButNotOfTheContract_IsInvalid(byte[] message)
    {
        Assert.That(await _raw.SendAsync(Create, RawCall.Frame(message), Grant(message)), Is.EqualTo((int)StatusCode.InvalidArgument));
        await AssertNothingAcceptedAsync();
    }

    [Test]
    public async Task Call_LargerThanAllowed_IsExhausted()
    {
        var message = new byte[300 * 1024];
        var status = await _raw.SendAsync(Create, RawCall.Frame(message), Grant(message)).ContinueWith(t => t.IsCompletedSuccessfully ? t.Result : -1, TaskScheduler.Default);
        Assert.That(status, Is.Not.Zero);
        await AssertNothingAcceptedAsync();
    }

    private string Grant(byte[] message, string environment = "test") =>
        _deployer.Gatekeeper.Sign(_deployer.Gatekeeper.Claims("deploy", "shop", environment, message));

    private async Task AssertNothingAcceptedAsync()
    {
        var request = new ListDeploymentsRequest { Application = "shop", Environment = "test" };
        Assert.That((await _deployer.Client.Deploy.ListDeploymentsAsync(request, _deployer.Gatekeeper.Grant("list", "shop", "test", request))).Deployments, Is.Empty);
    }
}
