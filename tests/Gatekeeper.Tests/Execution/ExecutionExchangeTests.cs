using System.Net;
using System.Net.Http.Json;
using Deploy.V1;
using Gatekeeper.Tests.Support;
using Gateway.Contract.Grants;
using Gateway.Contract.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Http;
using Rego.Values;
using KeptCall = Deploy.V1.RecordedCall;

namespace Gatekeeper.Tests.Execution;

/// <summary>The decision at execution through the whole program: what came through the door is what the deployer asks about, over its socket.</summary>
[TestFixture]
public sealed class ExecutionExchangeTests() : GateTests(HttpVersion.Version11)
{
    private const string Watch = "/deploy.v1.WorkerService/WatchDecisionRequests";

    [Test]
    public async Task Deployment_LetInAtTheDoor_IsDecidedAgainWhenTheDeployerAsks()
    {
        var answer = await ExchangeAsync(call => call);
        Assert.That(answer.Target, Is.EqualTo("/deploy.v1.WorkerService/ExecuteDeployment"));
        var execute = ExecuteDeploymentRequest.Parser.ParseFrom(answer.Message);
        var (door, execution) = (Gate.Log.Records.First().Record, Gate.Log.Records.Last().Record);
        Assert.Multiple(() =>
        {
            Assert.That(execute.DeploymentId, Is.EqualTo("d-1"));
            Assert.That(answer.Grant.DecisionId, Is.EqualTo(execution.Decision!.DecisionId).And.Not.EqualTo(door.Decision!.DecisionId));
            Assert.That(execution.Execution!["request_decision_id"], Is.EqualTo(RegoString.From(door.Decision!.DecisionId)));
            Assert.That(((RegoObject)execution.Decision!.Input)["caller"], Is.EqualTo(((RegoObject)door.Decision!.Input)["caller"]));
            Assert.That(Gate.Log.Records.Last().Durable, Is.True);
        });
    }

    [Test]
    public async Task Deployment_WhoseRightWasTakenAwayMeanwhile_IsDenied()
    {
        var answer = await ExchangeAsync(call =>
        {
            Gate.Policy.Answer = _ => RegoJson.Parse("""{"allow":false,"client":"shop-ci","reasons":["frozen"]}""");
            return call;
        });
        Assert.That(RefuseExecutionRequest.Parser.ParseFrom(answer.Message).Outcome, Is.EqualTo(RefuseExecutionRequest.Types.Outcome.Denied));
    }

    [Test]
    public async Task Deployment_WithTheDocumentOfAnotherCaller_IsDenied()
    {
        var answer = await ExchangeAsync(call =>
        {
            call.CallerDocument = ByteString.CopyFrom(Installation.Caller("mallory").Bytes.Span);
            return call;
        });
        Assert.That(answer.Target, Is.EqualTo("/deploy.v1.WorkerService/RefuseExecution"));
    }

    private async Task<Support.RecordedCall> ExchangeAsync(Func<KeptCall, KeptCall> keep)
    {
        var question = new TaskCompletionSource<DecisionRequest>();
        var answered = new TaskCompletionSource<Support.RecordedCall>();
        Gate.Deployer.AnswerExecution = (call, http) => AnswerAsync(call, http, question.Task, answered);
        try
        {
            using var response = await Client.PostAsJsonAsync("/v1/applications/shop/environments/test/deployments", new { version = "2.1.0" });
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            question.SetResult(QuestionAbout(keep(Kept(Gate.Deployer.Calls.Single()))));
            return await answered.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
        finally
        {
            Gate.Deployer.AnswerExecution = (_, http) => StandInDeployer.RefuseAsync(http, Grpc.Core.StatusCode.Unimplemented, ErrorReason.UnknownMethod);
        }
    }

    // A stream that has asked is ended, so that the next test has one of its own.
    private static async Task AnswerAsync(Support.RecordedCall call, HttpContext http, Task<DecisionRequest> question, TaskCompletionSource<Support.RecordedCall> answered)
    {
        if (call.Target != Watch)
        {
            answered.TrySetResult(call);
            await StandInDeployer.WriteAsync(http, call.Target.EndsWith("ExecuteDeployment", StringComparison.Ordinal) ? new ExecuteDeploymentResponse() : new RefuseExecutionResponse());
            return;
        }

        await StandInDeployer.WriteMessageAsync(http, await question.WaitAsync(http.RequestAborted));
        await answered.Task.WaitAsync(http.RequestAborted);
        http.Response.AppendTrailer("grpc-status", "0");
    }

    private static KeptCall Kept(Support.RecordedCall call) => new()
    {
        Method = "deploy.v1.DeployService.CreateDeployment",
        Message = ByteString.CopyFrom(call.Message),
        Grant = call.Headers[GrantFormat.MetadataKey],
        CallerDocument = ByteString.CopyFrom(StrictBase64Url.TryDecode(call.Headers[CallerDocument.MetadataKey], out var document) ? document : []),
    };

    private static DecisionRequest QuestionAbout(KeptCall request) => new()
    {
        DecisionRequestId = Guid.CreateVersion7().ToString(),
        Application = "shop",
        Environment = "test",
        DeploymentId = "d-1",
        Request = request,
        Facts = new ExecutionFacts { Version = "2.1.0", Digest = Installation.Digest, Size = 10 },
        CreateTime = DateTimeOffset.UtcNow.ToTimestamp(),
        PolicyRevision = "sha256:test",
    };
}
