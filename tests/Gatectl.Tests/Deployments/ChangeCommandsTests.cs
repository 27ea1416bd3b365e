using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Tests.Support;
using Grpc.Core;

namespace Gatectl.Tests.Deployments;

/// <summary>The commands that change a deployment, and the watch of one: what is sent, what is shown.</summary>
public class ChangeCommandsTests
{
    private FakeGate _gate = null!;

    [SetUp]
    public async Task SetUp()
    {
        _gate = await FakeGate.StartAsync();
        _gate.Service.Answer = _ => new Deployment { DeploymentId = "d1", State = Deployment.Types.State.Cancelled };
    }

    [TearDown]
    public async Task TearDown() => await _gate.DisposeAsync();

    private static IEnumerable<TestCaseData> Commands()
    {
        yield return new TestCaseData("cancel", new CancelDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = "d1", Comment = "why" });
        yield return new TestCaseData("reject", new RejectDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = "d1", Comment = "why" });
        yield return new TestCaseData("withdraw", new WithdrawApprovalRequest { Application = "shop", Environment = "test", DeploymentId = "d1", Comment = "why" });
    }

    [TestCaseSource(nameof(Commands))]
    public async Task Change_WithComment_SendsItsRequestAndShowsTheDeployment(string command, object expected)
    {
        var run = await _gate.RunAsync(command, "shop", "test", "d1", "--comment", "why", "--as", "alice");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Error);
            Assert.That(_gate.Service.Calls.Single().Request, Is.EqualTo(expected));
            Assert.That(run.Out, Does.Contain("CANCELLED"));
        });
    }

    [Test]
    public async Task Cancel_WithAbort_AsksForIt()
    {
        await _gate.RunAsync("cancel", "shop", "test", "d1", "--abort");
        Assert.That(((CancelDeploymentRequest)_gate.Service.Calls.Single().Request).Abort, Is.True);
    }

    [Test]
    public async Task Rollback_WithoutDeployment_AsksForThePreviousSuccess()
    {
        var run = await _gate.RunAsync("rollback", "shop", "test", "--no-wait", "--reason", "broken", "--exception", "break-glass");
        var request = (RollBackDeploymentRequest)_gate.Service.Calls.Single().Request;
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Error);
            Assert.That((request.DeploymentId, request.Reason, request.Exception), Is.EqualTo(("", "broken", "break-glass")));
            Assert.That(Guid.TryParse(request.RequestId, out _), Is.True);
        });
    }

    [Test]
    public async Task Rollback_WhereTheGoalIsUnclear_PrintsTheChoicesAndHowToNameOne()
    {
        const string message = "Another rollback is open. Name what to go back to by deployment_id: 1.1.0 (01900000-0000-7000-8000-000000000001), 1.0.0 (01900000-0000-7000-8000-000000000002).";
        _gate.Service.Answer = _ => throw new RpcException(new Status(StatusCode.FailedPrecondition, message));
        var run = await _gate.RunAsync("rollback", "shop", "test");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Failed));
            Assert.That(run.Error, Does.StartWith($"gatectl: {message}\n").And.Contain("'gatectl rollback shop test DEPLOYMENT'").And.Contain("'gatectl status shop test'"));
        });
    }

    [Test]
    public async Task Watch_InJson_WritesALineAChange()
    {
        _gate.Service.Watches.Enqueue(async stream =>
        {
            await stream.WriteAsync(new WatchDeploymentResponse { Deployment = new Deployment { State = Deployment.Types.State.Queued }, Message = "one" });
            await stream.WriteAsync(new WatchDeploymentResponse { Deployment = new Deployment { State = Deployment.Types.State.Succeeded }, Message = "two" });
        });
        var run = await _gate.RunAsync("watch", "shop", "test", "d1", "-o", "json");
        var lines = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => System.Text.Json.Nodes.JsonNode.Parse(line)!).ToArray();
        Assert.That(lines.Select(line => (string)line["message"]!), Is.EqualTo(new[] { "one", "two" }));
    }
}
