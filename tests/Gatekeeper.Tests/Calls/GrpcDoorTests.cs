using System.IO.Compression;
using System.Net;
using Deploy.V1;
using Gatekeeper.Tests.Support;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace Gatekeeper.Tests.Calls;

/// <summary>The gRPC door as a client sees it: what is taken, what is refused, and with which status.</summary>
public sealed class GrpcDoorTests() : GateTests(HttpVersion.Version20)
{
    private static readonly GetDeploymentRequest Get = new() { Application = "shop", Environment = "test", DeploymentId = "d-1" };

    [Test]
    public async Task Get_Allowed_ForwardsTheSameBytesAndPassesTheAnswer()
    {
        var reply = await GrpcExchange.SendAsync(Client, "GetDeployment", Get);

        var call = Gate.Deployer.Calls.Single();
        Assert.Multiple(() =>
        {
            Assert.That(reply.Code, Is.EqualTo(StatusCode.OK));
            Assert.That(Deployment.Parser.ParseFrom(reply.Message), Is.EqualTo(StandInDeployer.Sample));
            Assert.That(call.Body, Is.EqualTo(GrpcExchange.Frame(Get.ToByteArray())));
            Assert.That(call.Target, Is.EqualTo("/deploy.v1.DeployService/GetDeployment"));
            Assert.That(call.Grant.Action, Is.EqualTo("get"));
            Assert.That(call.Grant.DecisionId, Is.EqualTo(reply.DecisionId));
            Assert.That(call.Headers, Does.Not.ContainKey("authorization"));
        });
    }

    [Test]
    public async Task Get_FieldsInAnotherOrder_AreForwardedAsTheyCame()
    {
        byte[] message = [0x1A, 3, .. "d-1"u8, 0x0A, 4, .. "shop"u8, 0x12, 4, .. "test"u8];
        await GrpcExchange.SendAsync(Client, GrpcExchange.Request(GrpcExchange.Prefix + "GetDeployment", GrpcExchange.Frame(message)));

        Assert.That(Gate.Deployer.Calls.Single().Message.ToArray(), Is.EqualTo(message));
    }

    [Test]
    public async Task Get_Gzip_ForwardsThePlainMessage()
    {
        var request = GrpcExchange.Request(GrpcExchange.Prefix + "GetDeployment", GrpcExchange.Frame(Gzip(Get.ToByteArray()), flag: 1));
        request.Headers.Add("grpc-encoding", "gzip");
        var reply = await GrpcExchange.SendAsync(Client, request);

        Assert.That(reply.Code, Is.EqualTo(StatusCode.OK));
        Assert.That(Gate.Deployer.Calls.Single().Body, Is.EqualTo(GrpcExchange.Frame(Get.ToByteArray())));
    }

    [Test]
    public async Task Get_GzipBomb_IsTooLarge()
    {
        var request = GrpcExchange.Request(GrpcExchange.Prefix + "GetDeployment", GrpcExchange.Frame(Gzip(new byte[200_000_000]), flag: 1));
        request.Headers.Add("grpc-encoding", "gzip");
        var reply = await GrpcExchange.SendAsync(Client, request);

        AssertRefused(reply, StatusCode.ResourceExhausted, "TOO_LARGE");
    }

    [Test]
    public async Task Get_GzipThatIsNone_IsMalformed()
    {
        var request = GrpcExchange.Request(GrpcExchange.Prefix + "GetDeployment", GrpcExchange.Frame([1, 2, 3], flag: 1));
        request.Headers.Add("grpc-encoding", "gzip");

        AssertRefused(await GrpcExchange.SendAsync(Client, request), StatusCode.InvalidArgument, "MALFORMED_MESSAGE");
    }

    [TestCase(16_385)]
    [TestCase(17_842)]
    [TestCase(24_109)]
    public async Task Get_TokenThatIsTooLong_IsRefusedAndTheConnectionServesOn(int length)
    {
        var request = GrpcExchange.Request(GrpcExchange.Prefix + "GetDeployment", GrpcExchange.Frame(Get.ToByteArray()));
        request.Headers.Authorization = new("Bearer", new string('a', length));

        AssertRefused(await GrpcExchange.SendAsync(Client, request), StatusCode.Unauthenticated, "TOKEN_TOO_LONG");
        Assert.That((await GrpcExchange.SendAsync(Client, "GetDeployment", Get)).Code, Is.EqualTo(StatusCode.OK));
    }

    [Test]
    public async Task Get_UnknownEncoding_IsUnimplemented()
    {
        var request = GrpcExchange.Request(GrpcExchange.Prefix + "GetDeployment", GrpcExchange.Frame(Get.ToByteArray()));
        request.Headers.Add("grpc-encoding", "br");
        var reply = await GrpcExchange.SendAsync(Client, request);

        AssertRefused(reply, StatusCode.Unimplemented, "UNSUPPORTED_ENCODING");
        Assert.That(reply.Headers["grpc-accept-encoding"], Is.EqualTo("identity,gzip"));
    }

    [TestCase("", TestName = "no frame")]
    [TestCase("00000000", TestName = "half a frame head")]
    [TestCase("000000000A0A", TestName = "a short frame")]
    [TestCase("00000000000000000000", TestName = "two frames")]
    [TestCase("0000000002120000", TestName = "bytes after the frame")]
    [TestCase("0200000000", TestName = "an unknown flag")]
    [TestCase("0100000000", TestName = "a compressed flag without an encoding")]
    [TestCase("00FFFFFFFF", TestName = "four gigabytes promised")]
    public async Task Get_NotOneFrame_IsMalformed(string hexadecimal)
    {
        var reply = await GrpcExchange.SendAsync(Client, GrpcExchange.Request(GrpcExchange.Prefix + "GetDeployment", Convert.FromHexString(hexadecimal)));

        AssertRefused(reply, StatusCode.InvalidArgument, "MALFORMED_MESSAGE");
    }

    [TestCase("2201", "UNKNOWN_FIELD", TestName = "an unknown field")]
    [TestCase("0A0473686F700A0473686F70", "DUPLICATE_FIELD", TestName = "a field twice")]
    [TestCase("0A02FFFE", "MALFORMED_MESSAGE", TestName = "bad UTF-8")]
    [TestCase("0A8080808080", "MALFORMED_MESSAGE", TestName = "a bad varint")]
    public async Task Get_NotOneMeaning_IsRefused(string hexadecimal, string reason)
    {
        var request = GrpcExchange.Request(GrpcExchange.Prefix + "GetDeployment", GrpcExchange.Frame(Convert.FromHexString(hexadecimal)));

        AssertRefused(await GrpcExchange.SendAsync(Client, request), StatusCode.InvalidArgument, reason);
    }

    [Test]
    public async Task Get_InvalidNames_NamesEachField()
    {
        var reply = await GrpcExchange.SendAsync(Client, "GetDeployment", new GetDeploymentRequest { Application = "SHOP", Environment = "a/b" });

        AssertRefused(reply, StatusCode.InvalidArgument, "INVALID_REQUEST");
        Assert.That(
            reply.Details.Details[1].Unpack<Google.Rpc.BadRequest>().FieldViolations.Select(violation => violation.Field),
            Is.EqualTo(new[] { "application", "environment", "deployment_id" }));
    }

    [Test]
    public async Task Get_TooLarge_IsResourceExhausted()
    {
        var request = GrpcExchange.Request(GrpcExchange.Prefix + "GetDeployment", GrpcExchange.Frame(new byte[1_100_000]));

        AssertRefused(await GrpcExchange.SendAsync(Client, request), StatusCode.ResourceExhausted, "TOO_LARGE");
    }

    [TestCase("deploy.v1.DeployService/GetDeployment?x=1")]
    [TestCase("deploy.v1.DeployService/GetDeployment?")]
    [TestCase("deploy.v1.DeployService/GetDeployment/")]
    [TestCase("/deploy.v1.DeployService/GetDeployment")]
    [TestCase("deploy.v1.deployservice/getdeployment")]
    [TestCase("DEPLOY.V1.DeployService/GetDeployment")]
    [TestCase("deploy.v1.DeployService/%47etDeployment")]
    [TestCase("deploy.v1.DeployService%2FGetDeployment")]
    [TestCase("deploy.v1.DeployService//GetDeployment")]
    public async Task AnyCall_PathInAnotherSpelling_IsRefused(string path)
    {
        var request = GrpcExchange.Request(Gate.Url + path, GrpcExchange.Frame(Get.ToByteArray()));

        AssertRefused(await GrpcExchange.SendAsync(Client, request), StatusCode.InvalidArgument, "NON_CANONICAL_PATH");
    }

    [TestCase("deploy.v1.DeployService/Nope")]
    [TestCase("deploy.v1.WorkerService/InstallSessionKey")]
    [TestCase("x.Y/Z")]
    [TestCase("v1/applications/shop/environments/test/deployments/d-1")]
    public async Task AnyCall_PathThatIsNoMethod_IsUnimplemented(string path)
    {
        var request = GrpcExchange.Request("/" + path, GrpcExchange.Frame(Get.ToByteArray()));

        AssertRefused(await GrpcExchange.SendAsync(Client, request), StatusCode.Unimplemented, "UNKNOWN_METHOD");
    }

    [TestCase("application/grpc-web")]
    [TestCase("application/grpc-web+proto")]
    [TestCase("application/grpc-web-text")]
    [TestCase("application/json")]
    [TestCase("text/plain")]
    public async Task AnyCall_OtherMediaType_Is415(string contentType)
    {
        var request = GrpcExchange.Request(GrpcExchange.Prefix + "GetDeployment", GrpcExchange.Frame(Get.ToByteArray()), contentType);
        var reply = await GrpcExchange.SendAsync(Client, request);

        Assert.That(reply.Http, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
        Assert.That(Gate.Deployer.Calls, Is.Empty);
    }

    [Test]
    public async Task AnyCall_GrpcOverHttp11_IsRefused()
    {
        using var client = Gate.Client();
        var request = GrpcExchange.Request(GrpcExchange.Prefix + "GetDeployment", GrpcExchange.Frame(Get.ToByteArray()));
        request.Version = HttpVersion.Version11;

        AssertRefused(await GrpcExchange.SendAsync(client, request), StatusCode.Unimplemented, "METHOD_NOT_ALLOWED");
    }

    [Test]
    public async Task AnyCall_WithoutToken_IsUnauthenticated()
    {
        using var client = Gate.Client(subject: null, HttpVersion.Version20);

        AssertRefused(await GrpcExchange.SendAsync(client, "GetDeployment", Get), StatusCode.Unauthenticated, "MISSING_CREDENTIALS");
    }

    [Test]
    public async Task Create_Denied_IsPermissionDeniedWithTheReasons()
    {
        var request = new CreateDeploymentRequest { Application = "shop", Environment = "production", Version = "1.0.0" };
        var reply = await GrpcExchange.SendAsync(Client, "CreateDeployment", request);

        AssertRefused(reply, StatusCode.PermissionDenied, "POLICY_DENIED");
        Assert.That(
            reply.Details.Details[1].Unpack<Google.Rpc.PreconditionFailure>().Violations.Single().Description,
            Is.EqualTo("shop-ci may not deploy to production"));
    }

    [Test]
    public async Task Get_DeployerLostTheSessionKey_IsTriedOnceMoreUnderANewOne()
    {
        var before = Gate.Deployer.KeyInstallations;
        await Task.Delay(1100);
        Gate.Deployer.Answer = (_, http) => Gate.Deployer.KeyInstallations == before
            ? StandInDeployer.RefuseAsync(http, StatusCode.Unauthenticated, ErrorReason.GrantInvalid)
            : StandInDeployer.WriteAsync(http, StandInDeployer.Sample);
        var reply = await GrpcExchange.SendAsync(Client, "GetDeployment", Get);

        Assert.That(reply.Code, Is.EqualTo(StatusCode.OK));
        Assert.That(Gate.Deployer.Calls, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Create_DeployerRefusesTheGrant_IsUnavailableAndNotTriedAgain()
    {
        Gate.Deployer.Answer = (_, http) => StandInDeployer.RefuseAsync(http, StatusCode.Unauthenticated, ErrorReason.GrantInvalid);
        var request = new CreateDeploymentRequest { Application = "shop", Environment = "test", Version = "1.0.0" };
        var reply = await GrpcExchange.SendAsync(Client, "CreateDeployment", request);

        Assert.That(reply.Code, Is.EqualTo(StatusCode.Unavailable));
        Assert.That(reply.Reason, Is.EqualTo("DEPLOYER_UNAVAILABLE"));
        Assert.That(Gate.Deployer.Calls, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Get_DeadlineBeforeTheAnswer_IsDeadlineExceeded()
    {
        Gate.Deployer.Answer = (_, http) => Task.Delay(TimeSpan.FromSeconds(20), http.RequestAborted);
        var request = GrpcExchange.Request(GrpcExchange.Prefix + "GetDeployment", GrpcExchange.Frame(Get.ToByteArray()));
        request.Headers.Add("grpc-timeout", "200m");
        var reply = await GrpcExchange.SendAsync(Client, request);

        Assert.That(reply.Code, Is.EqualTo(StatusCode.DeadlineExceeded));
    }

    // Whoever gives a call too little time fills nobody's log.
    [TestCase("GetDeployment", "1n")]
    [TestCase("GetDeployment", "100m")]
    [TestCase("WatchDeployment", "100m")]
    public async Task AnyCall_DeadlineOfTheCallerPasses_IsNoWarning(string method, string timeout)
    {
        Gate.Deployer.Answer = (_, http) => Task.Delay(TimeSpan.FromSeconds(20), http.RequestAborted);
        Gate.Logged.Lines.Clear();
        var request = GrpcExchange.Request(GrpcExchange.Prefix + method, GrpcExchange.Frame(Get.ToByteArray()));
        request.Headers.Add("grpc-timeout", timeout);
        var reply = await GrpcExchange.SendAsync(Client, request);

        Assert.That(reply.Code, Is.EqualTo(StatusCode.DeadlineExceeded));
        Assert.That(Gate.Logged.Lines.Where(line => line.Level >= LogLevel.Warning), Is.Empty);
    }

    [TestCase("x")]
    [TestCase("-1S")]
    [TestCase("1s")]
    [TestCase("123456789S")]
    [TestCase("S")]
    public async Task Get_TimeoutThatIsNone_IsRefused(string timeout)
    {
        var request = GrpcExchange.Request(GrpcExchange.Prefix + "GetDeployment", GrpcExchange.Frame(Get.ToByteArray()));
        request.Headers.Add("grpc-timeout", timeout);

        AssertRefused(await GrpcExchange.SendAsync(Client, request), StatusCode.InvalidArgument, "INVALID_REQUEST");
    }

    [Test]
    public async Task Watch_Stream_PassesEachMessageWhenItComes()
    {
        var more = new TaskCompletionSource();
        Gate.Deployer.Answer = async (_, http) =>
        {
            await StandInDeployer.WriteMessageAsync(http, new WatchDeploymentResponse { Message = "one" });
            await more.Task;
            await StandInDeployer.WriteAsync(http, new WatchDeploymentResponse { Message = "two" });
        };
        using var channel = GrpcChannel.ForAddress(Gate.Url, new GrpcChannelOptions { HttpHandler = Gate.Handler() });
        var headers = new Metadata { { "authorization", "Bearer " + Gate.Issuer.Token() } };
        using var call = new DeployService.DeployServiceClient(channel).WatchDeployment(
            new WatchDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = "d-1" }, headers);

        Assert.That(await call.ResponseStream.MoveNext(CancellationToken.None), Is.True);
        Assert.That(call.ResponseStream.Current.Message, Is.EqualTo("one"));
        more.SetResult();
        Assert.That(await call.ResponseStream.MoveNext(CancellationToken.None), Is.True);
        Assert.That(await call.ResponseStream.MoveNext(CancellationToken.None), Is.False);
    }

    [Test]
    public async Task Get_RepliesOnManyStreams_AllAnswer()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => GrpcExchange.SendAsync(Client, "GetDeployment", Get)));

        Assert.That(replies.Select(reply => reply.Code), Is.All.EqualTo(StatusCode.OK));
        Assert.That(replies.Select(reply => reply.DecisionId).Distinct().Count(), Is.EqualTo(200));
    }

    private void AssertRefused(GrpcExchange.Reply reply, StatusCode code, string reason)
    {
        Assert.Multiple(() =>
        {
            Assert.That(reply.Http, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(reply.Code, Is.EqualTo(code));
            Assert.That(reply.Reason, Is.EqualTo(reason));
            Assert.That(reply.DecisionId, Has.Length.EqualTo(36));
            Assert.That(reply.Body, Is.Empty);
            Assert.That(Gate.Deployer.Calls, Is.Empty);
            Assert.That(Gate.Log.Records, Has.Count.EqualTo(1));
        });
    }

    private static byte[] Gzip(byte[] message)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.SmallestSize))
        {
            gzip.Write(message);
        }

        return target.ToArray();
    }
}
