using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Tests.Support;
using Grpc.Core;
using State = Deploy.V1.Deployment.Types.State;

namespace Gatectl.Tests.Deployments;

public class DeployCommandTests
{
    private FakeGate _gate = null!;

    [SetUp]
    public async Task SetUp()
    {
        _gate = await FakeGate.StartAsync();
        _gate.Service.Answer = _ => At(State.Queued);
    }

    [TearDown]
    public async Task TearDown() => await _gate.DisposeAsync();

    [Test]
    public async Task Deploy_AllOptions_AreInTheRequest()
    {
        const string requestId = "01900000-0000-7000-8000-000000000001";
        var run = await _gate.RunAsync(
            "deploy", "shop", "test", "1.0.0", "--digest", "sha256:00", "--reason", "why", "--exception", "break-glass", "--request-id", requestId, "-a", "ticket=7", "-a", "empty=", "--no-wait");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Error);
            Assert.That(_gate.Service.Calls.Single().Request, Is.EqualTo(new CreateDeploymentRequest
            {
                Application = "shop",
                Environment = "test",
                Version = "1.0.0",
                Digest = "sha256:00",
                Reason = "why",
                Exception = "break-glass",
                RequestId = requestId,
                Annotations = { { "ticket", "7" }, { "empty", "" } },
            }));
            Assert.That(_gate.Service.Calls.Single().Headers.GetValue("authorization"), Is.EqualTo("Bearer token-of-shop-ci"));
        });
    }

    [Test]
    public async Task Deploy_WithoutRequestId_MakesANewOneEachTime()
    {
        await _gate.RunAsync("deploy", "shop", "test", "1.0.0", "--no-wait");
        await _gate.RunAsync("deploy", "shop", "test", "1.0.0", "--no-wait");
        var ids = _gate.Service.Calls.Select(call => ((CreateDeploymentRequest)call.Request).RequestId).ToArray();
        Assert.That(ids, Is.Unique.And.All.Matches<string>(id => Guid.TryParseExact(id, "D", out _)));
    }

    [TestCase("ticket")]
    [TestCase("=7")]
    public async Task Deploy_AnnotationThatIsNoPair_IsAUsageFailure(string annotation)
    {
        var run = await _gate.RunAsync("deploy", "shop", "test", "1.0.0", "-a", annotation);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Usage));
            Assert.That(_gate.Service.Calls, Is.Empty);
        });
    }

    [Test]
    public async Task Deploy_SameAnnotationTwice_IsAUsageFailure()
    {
        var run = await _gate.RunAsync("deploy", "shop", "test", "1.0.0", "-a", "k=1", "-a", "k=2");
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Usage));
    }

    [TestCase(State.Succeeded, ExitCode.Done)]
    [TestCase(State.Failed, ExitCode.Failed)]
    [TestCase(State.RolledBack, ExitCode.Failed)]
    [TestCase(State.Rejected, ExitCode.Failed)]
    [TestCase(State.Cancelled, ExitCode.Failed)]
    [TestCase(State.Superseded, ExitCode.Failed)]
    public async Task Deploy_EachEnd_HasItsExitCode(State end, int exitCode)
    {
        _gate.Service.Watches.Enqueue(async stream =>
        {
            await stream.WriteAsync(Change(State.Fetching, "fetching"));
            await stream.WriteAsync(Change(end, "ended"));
        });
        var run = await _gate.RunAsync("deploy", "shop", "test", "1.0.0");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.Error);
            Assert.That(run.Out, Does.Contain("FETCHING").And.Contain("fetching").And.Contain("d1"));
        });
    }

    [Test]
    public async Task Deploy_WatchThatBreaks_IsTakenUpAgain()
    {
        _gate.Service.Watches.Enqueue(async stream =>
        {
            await stream.WriteAsync(Change(State.Fetching, "fetching"));
            throw new RpcException(new Status(StatusCode.Unavailable, "restarting"));
        });
        _gate.Service.Watches.Enqueue(async stream =>
        {
            await stream.WriteAsync(Change(State.Fetching, "fetching"));
            await stream.WriteAsync(Change(State.Succeeded, "done"));
        });
        var run = await _gate.RunAsync("deploy", "shop", "test", "1.0.0");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Error);
            Assert.That(run.Out.Split("FETCHING"), Has.Length.EqualTo(2), "a state that was shown is not shown again");
        });
    }

    [Test]
    public async Task Deploy_InJson_WritesOneDocumentAtTheEnd()
    {
        _gate.Service.Watches.Enqueue(async stream =>
        {
            await stream.WriteAsync(Change(State.Pushing, "pushing"));
            await stream.WriteAsync(Change(State.Succeeded, "done"));
        });
        var run = await _gate.RunAsync("deploy", "shop", "test", "1.0.0", "--output", "json");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Error);
            Assert.That((string)run.Json["deployment_id"]!, Is.EqualTo("d1"));
            Assert.That((string)run.Json["state"]!, Is.EqualTo("SUCCEEDED"));
        });
    }

    [Test]
    public async Task Deploy_EndNotWithinTheTimeout_Fails()
    {
        _gate.Service.Watches.Enqueue(async stream =>
        {
            await stream.WriteAsync(Change(State.Queued, "waiting"));
            await Task.Delay(TimeSpan.FromSeconds(4));
        });
        var run = await _gate.RunAsync("deploy", "shop", "test", "1.0.0", "--timeout", "1");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Failed));
            Assert.That(run.Error, Does.Contain("has not ended within 1 s"));
        });
    }

    [Test]
    public async Task Deploy_TextOfTheGate_CannotSteerTheTerminal()
    {
        _gate.Service.Watches.Enqueue(stream => stream.WriteAsync(Change(State.Succeeded, "\u001b]0;title\a")));
        var run = await _gate.RunAsync("deploy", "shop", "test", "1.0.0");
        Assert.That(run.Out, Does.Not.Contain("\u001b").And.Contain("\\u{1b}]0;title\\u{7}"));
    }

    private static WatchDeploymentResponse Change(State state, string message) => new() { Deployment = At(state), Message = message };

    private static Deployment At(State state) =>
        new() { DeploymentId = "d1", Application = "shop", Environment = "test", Version = "1.0.0", State = state };
}
