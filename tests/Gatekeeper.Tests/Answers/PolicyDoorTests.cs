using System.Net;
using System.Text.Json;
using Deploy.V1;
using Gatekeeper.Tests.Support;
using Gateway.Hosting.Revisions;
using Gateway.Hosting.Revisions.Archive;
using Google.Protobuf;
using Grpc.Core;
using NUnit.Framework;
using Rego.Values;

namespace Gatekeeper.Tests.Answers;

/// <summary>PolicyService through both doors: the same pipeline as all calls, and an answer of the gatekeeper's own.</summary>
public sealed class PolicyDoorTests() : GateTests(HttpVersion.Version11)
{
    private const string StatusPath = "/v1/policy/status";
    private const string RevisionPath = "/v1/policy/revisions/" + StandInRevisions.Taken;
    private const string GrpcPrefix = "/deploy.v1.PolicyService/";

    private static readonly byte[] Module = StandInRevisions.Text("package gatekeeper\n");

    [SetUp]
    public void SetAnswers()
    {
        Gate.Revisions.Failure = null;
        Gate.Revisions.Status = new RevisionStatus(StandInRevisions.Taken, 7, StandInRevisions.Since, null);
        Gate.Revisions.Keep(StandInRevisions.Taken, [], ("data.yaml", StandInRevisions.Text("a: 1\n")), ("gatekeeper/decision.rego", Module));
    }

    [Test]
    public async Task GetStatus_OverRest_SaysWhatBothProgramsUse()
    {
        Gate.Revisions.Status = Gate.Revisions.Status with { Refused = new(null, StandInRevisions.Since, ["a.rego:1:1: no"]) };
        using var response = await Client.GetAsync(StatusPath);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var own = document.RootElement.GetProperty("gatekeeper");

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo("application/json; charset=utf-8"));
            Assert.That(own.GetProperty("revision").GetString(), Is.EqualTo(StandInRevisions.Taken));
            Assert.That(own.GetProperty("activate_time").GetString(), Is.EqualTo("2026-01-31T12:00:00Z"));
            Assert.That(own.GetProperty("serial").GetString(), Is.EqualTo("7"));
            Assert.That(own.GetProperty("refused").GetProperty("faults")[0].GetString(), Is.EqualTo("a.rego:1:1: no"));
            Assert.That(document.RootElement.GetProperty("deployer").GetProperty("revision").GetString(), Is.EqualTo(StandInRevisions.Taken));
            Assert.That(Gate.Deployer.Calls, Is.Empty, "it is answered here");
        });
    }

    [Test]
    public async Task GetStatus_Allowed_IsRecordedAsAnyCallUnderTheIdOfTheAnswer()
    {
        using var response = await Client.GetAsync(StatusPath);
        var (record, durable) = Gate.Log.Records.Single();
        var input = (RegoObject)record.Decision!.Input;

        Assert.Multiple(() =>
        {
            Assert.That(response.Headers.GetValues("decision-id").Single(), Is.EqualTo(record.Arrival.DecisionId));
            Assert.That(record.Path, Is.EqualTo(GrpcPrefix + "GetStatus"));
            Assert.That(record.Decision.IsAllowed, Is.True);
            Assert.That(durable, Is.False);
            Assert.That(input["action"], Is.EqualTo(RegoString.From("read_policy")));
            Assert.That((input["application"], input["environment"]), Is.EqualTo(((RegoValue)RegoString.From("-"), (RegoValue)RegoString.From("-"))));
            Assert.That(input["request"], Is.EqualTo(RegoObject.Empty));
        });
    }

    [Test]
    public async Task GetStatus_OverGrpc_AnswersOneMessageWithTheSameHeaders()
    {
        var reply = await SendAsync("GetStatus", new GetStatusRequest());

        Assert.Multiple(() =>
        {
            Assert.That(reply.Http, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(reply.Code, Is.EqualTo(StatusCode.OK));
            Assert.That(reply.Headers["content-type"], Is.EqualTo("application/grpc"));
            Assert.That(reply.DecisionId, Is.EqualTo(Gate.Log.Records.Single().Record.Arrival.DecisionId));
            Assert.That(PolicyStatus.Parser.ParseFrom(reply.Message).Gatekeeper.Revision, Is.EqualTo(StandInRevisions.Taken));
        });
    }

    [Test]
    public async Task GetStatus_Denied_IsRefusedByBothDoorsWithoutAnAnswer()
    {
        Gate.Policy.Answer = _ => RegoJson.Parse("""{"allow":false,"client":"shop-ci","reasons":["not yours"]}""");
        using var rest = await Client.GetAsync(StatusPath);
        var grpc = await SendAsync("GetStatus", new GetStatusRequest());

        Assert.Multiple(async () =>
        {
            Assert.That(rest.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That(await rest.Content.ReadAsStringAsync(), Does.Contain("not yours").And.Not.Contain("sha256"));
            Assert.That((grpc.Code, grpc.Reason), Is.EqualTo((StatusCode.PermissionDenied, "POLICY_DENIED")));
            Assert.That(grpc.Body, Is.Empty);
            Assert.That(Gate.Log.Records.Select(entry => entry.Record.Decision!.IsAllowed), Is.EqualTo(new[] { false, false }));
        });
    }

    [TestCase("""{"approvals":{"rules":[{"count":1,"from":["owner"]}]}}""")]
    [TestCase("""{"unknown":1}""")]
    public async Task GetStatus_WithAnObligation_IsDeniedAndRecordedSo(string obligations)
    {
        Gate.Policy.Answer = _ => RegoJson.Parse($$"""{"allow":true,"client":"shop-ci","reasons":[],"obligations":{{obligations}}}""");
        var reply = await SendAsync("GetStatus", new GetStatusRequest());

        Assert.That((reply.Code, reply.Reason), Is.EqualTo((StatusCode.PermissionDenied, "UNKNOWN_OBLIGATION")));
        Assert.That(Gate.Log.Records.Single().Record.Decision!.IsAllowed, Is.False);
    }

    [Test]
    public async Task GetStatus_NotRecorded_IsNotAnswered()
    {
        Gate.Log.IsWritable = false;
        using var response = await Client.GetAsync(StatusPath);
        Gate.Log.IsWritable = true;

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("AUDIT_UNAVAILABLE"));
    }

    [Test]
    public async Task Call_WithoutToken_IsUnauthenticated()
    {
        using var nobody = Gate.Client(subject: null);
        using var rest = await nobody.GetAsync(RevisionPath);
        var grpc = await GrpcExchange.SendAsync(nobody, GrpcExchange.Request(GrpcPrefix + "GetStatus", GrpcExchange.Frame([])));

        Assert.That((rest.StatusCode, grpc.Code), Is.EqualTo((HttpStatusCode.Unauthorized, StatusCode.Unauthenticated)));
        Assert.That(Gate.Log.Records.Select(entry => entry.Record.Decision), Is.All.Null);
    }

    [TestCase(StatusPath + "/", "NON_CANONICAL_PATH")]
    [TestCase(StatusPath + "?", "NON_CANONICAL_PATH")]
    [TestCase("/v1/policy/STATUS", "NON_CANONICAL_PATH")]
    [TestCase("/v1/policy/revisions/sha256%3A1111111111111111111111111111111111111111111111111111111111111111", "NON_CANONICAL_PATH")]
    [TestCase("/v1//policy/status", "NON_CANONICAL_PATH")]
    [TestCase("/v1/policy/status:x", "UNKNOWN_METHOD")]
    [TestCase(StatusPath + "?revision=x", "UNKNOWN_FIELD")]
    [TestCase("/v1/policy/revisions/sha256:ABCD", "INVALID_REQUEST")]
    [TestCase("/v1/policy/revisions/latest", "INVALID_REQUEST")]
    [TestCase(RevisionPath + "?path=../secrets.key", "INVALID_REQUEST")]
    [TestCase(RevisionPath + "?path=data.yaml&offset=-1", "INVALID_REQUEST")]
    [TestCase(RevisionPath + "?path=data.yaml&offset=x", "INVALID_REQUEST")]
    [TestCase(RevisionPath + "?path=data.yaml&offset=99", "INVALID_REQUEST")]
    [TestCase(RevisionPath + "?offset=1", "INVALID_REQUEST")]
    [TestCase(RevisionPath + "?path=a&path=b", "DUPLICATE_FIELD")]
    [TestCase(RevisionPath + "?revision=" + "sha256:00", "NON_CANONICAL_PATH")]
    [TestCase(RevisionPath + "?path=none.rego", "NOT_FOUND")]
    [TestCase("/v1/policy/revisions/" + StandInRevisions.Refused, "NOT_FOUND")]
    public async Task Call_OverRestWithAMistake_IsRefusedWithItsReason(string target, string reason)
    {
        var exact = new Uri(Gate.Url.GetLeftPart(UriPartial.Authority) + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var response = await Client.GetAsync(exact);
        var text = await response.Content.ReadAsStringAsync();

        Assert.That(text, Does.Contain($"\"{reason}\""));
        Assert.That((int)response.StatusCode, Is.EqualTo(reason is "NOT_FOUND" or "UNKNOWN_METHOD" ? 404 : 400), text);
    }

    [Test]
    public async Task GetRevision_OverGrpcWithAMistake_NamesTheFields()
    {
        var reply = await SendAsync("GetRevision", new GetRevisionRequest { Revision = "x", Path = "../x", Offset = -1 });
        var fields = reply.Details.Details.Single(detail => detail.Is(Google.Rpc.BadRequest.Descriptor)).Unpack<Google.Rpc.BadRequest>().FieldViolations;

        Assert.That(reply.Code, Is.EqualTo(StatusCode.InvalidArgument));
        Assert.That(fields.Select(violation => violation.Field), Is.EquivalentTo(new[] { "revision", "path", "offset" }));
    }

    [Test]
    public async Task GetRevision_WithoutPath_HasAllFilesWithTheirContents()
    {
        using var document = JsonDocument.Parse(await Client.GetStringAsync(RevisionPath));
        var files = document.RootElement.GetProperty("files").EnumerateArray().ToList();

        Assert.Multiple(() =>
        {
            Assert.That(document.RootElement.GetProperty("refused").GetBoolean(), Is.False);
            Assert.That(files.Select(file => file.GetProperty("path").GetString()), Is.EqualTo(new[] { "data.yaml", "gatekeeper/decision.rego" }));
            Assert.That(files[1].GetProperty("content").GetBytesFromBase64(), Is.EqualTo(Module));
            Assert.That(files[1].GetProperty("size").GetString(), Is.EqualTo($"{Module.Length}"));
            Assert.That(files[1].GetProperty("digest").GetString(), Is.EqualTo(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Module))));
        });
    }

    [Test]
    public async Task GetRevision_WithPath_HasThatFileFromTheOffsetAndIsDecidedWithBoth()
    {
        using var document = JsonDocument.Parse(await Client.GetStringAsync(RevisionPath + "?path=gatekeeper/decision.rego&offset=8"));
        var file = document.RootElement.GetProperty("files").EnumerateArray().Single();
        var request = ((RegoObject)Gate.Log.Records.Single().Record.Decision!.Input)["request"];

        Assert.That(file.GetProperty("content").GetBytesFromBase64(), Is.EqualTo(Module[8..]));
        Assert.That(request, Is.EqualTo(RegoJson.Parse($$"""{"offset":8,"path":"gatekeeper/decision.rego","revision":"{{StandInRevisions.Taken}}"}""")));
    }

    [Test]
    public async Task GetRevision_MoreThanFits_LeavesContentsOutAndGivesThemByPath()
    {
        var large = new byte[KeptRevisions.MaxContentBytes];
        large[^1] = 1;
        var larger = new byte[KeptRevisions.MaxContentBytes + 3];
        Gate.Revisions.Keep(StandInRevisions.Refused, ["a.rego:1:1: no"], ("a", [1]), ("b", large), ("c", [2]), ("d", larger));
        var all = await RevisionAsync(new GetRevisionRequest { Revision = StandInRevisions.Refused });
        var first = await RevisionAsync(new GetRevisionRequest { Revision = StandInRevisions.Refused, Path = "d" });
        var rest = await RevisionAsync(new GetRevisionRequest { Revision = StandInRevisions.Refused, Path = "d", Offset = first.Files[0].Content.Length });
        var end = await RevisionAsync(new GetRevisionRequest { Revision = StandInRevisions.Refused, Path = "d", Offset = larger.Length });

        Assert.Multiple(() =>
        {
            Assert.That((all.Refused, all.Faults.Single()), Is.EqualTo((true, "a.rego:1:1: no")));
            Assert.That(all.Files.Select(file => file.ContentOmitted), Is.EqualTo(new[] { false, true, false, true }));
            Assert.That(all.Files.Select(file => file.Content.Length), Is.EqualTo(new[] { 1, 0, 1, 0 }));
            Assert.That((first.Files[0].Content.Length, rest.Files[0].Content.Length, end.Files[0].Content.Length), Is.EqualTo((KeptRevisions.MaxContentBytes, 3, 0)));
            Assert.That(first.Files[0].Size, Is.EqualTo(larger.Length));
        });
    }

    [Test]
    public async Task GetRevision_FilesThatCannotBeRead_IsUnavailableWithoutAPath()
    {
        Gate.Revisions.Failure = new IOException("/var/lib/gatekeeper/x is gone");
        using var response = await Client.GetAsync(RevisionPath);
        var text = await response.Content.ReadAsStringAsync();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(text, Does.Contain("POLICY_UNAVAILABLE").And.Not.Contain("/var"));
    }

    private async Task<PolicyRevision> RevisionAsync(GetRevisionRequest request)
    {
        var reply = await SendAsync("GetRevision", request);
        Assert.That(reply.Code, Is.EqualTo(StatusCode.OK));
        return PolicyRevision.Parser.ParseFrom(reply.Message);
    }

    private Task<GrpcExchange.Reply> SendAsync(string method, IMessage message) =>
        GrpcExchange.SendAsync(Client, GrpcExchange.Request(GrpcPrefix + method, GrpcExchange.Frame(message.ToByteArray())));
}
