using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Deployments;
using Gatectl.Tests.Support;
using Google.Protobuf.WellKnownTypes;
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

    [Test]
    public async Task Deploy_ForATime_SendsIt()
    {
        await _gate.RunAsync("deploy", "shop", "test", "1.0.0", "--not-before", "2026-12-01T10:00:00+01:00", "--not-after", "2026-12-01T10:00:00.5Z", "--no-wait");
        var request = (CreateDeploymentRequest)_gate.Service.Calls.Single().Request;
        Assert.That(
            (request.NotBefore.ToDateTimeOffset(), request.NotAfter.ToDateTimeOffset()),
            Is.EqualTo((new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 12, 1, 10, 0, 0, 500, TimeSpan.Zero))));
    }

    [TestCase("2026-12-01T10:00:00")]
    [TestCase("2026-12-01")]
    [TestCase("tomorrow")]
    [TestCase("12/01/2026 10:00:00Z")]
    public async Task Deploy_TimeThatCouldMeanTwo_IsAUsageFailure(string time)
    {
        var run = await _gate.RunAsync("deploy", "shop", "test", "1.0.0", "--not-before", time);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Usage));
            Assert.That(run.Error, Does.Contain($"--not-before takes a time with its offset, such as 2026-12-01T09:00:00+01:00 or …Z; '{time}' is none."));
            Assert.That(_gate.Service.Calls, Is.Empty);
        });
    }

    [Test]
    public async Task Deploy_ValidateOnly_SaysWhatWouldBeAskedForAndFollowsNothing()
    {
        _gate.Service.Answer = _ => new Deployment { DecisionId = "0192-1", ApprovalsNeeded = { new ApprovalsNeeded { Count = 2, From = { "owner", "team:oncall" } } } };
        var run = await _gate.RunAsync("deploy", "shop", "test", "1.0.0", "--validate-only");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Error);
            Assert.That(((CreateDeploymentRequest)_gate.Service.Calls.Single().Request).ValidateOnly, Is.True);
            Assert.That(run.Out, Is.EqualTo("""
                allowed: shop 1.0.0 to test. Nothing was begun.
                approvals:       2 of owner or team:oncall
                decision id:     0192-1

                """));
        });
    }

    [Test]
    public async Task Deploy_ValidateOnlyWithoutApprovals_SaysThatNoneAreAskedFor()
    {
        _gate.Service.Answer = _ => new Deployment { DecisionId = "0192-1" };
        Assert.That((await _gate.RunAsync("deploy", "shop", "test", "1.0.0", "--validate-only")).Out, Does.Contain("approvals:       none are asked for\n"));
        Assert.That((string)(await _gate.RunAsync("deploy", "shop", "test", "1.0.0", "--validate-only", "-o", "json")).Json["decision_id"]!, Is.EqualTo("0192-1"));
    }

    [Test]
    public async Task Deploy_ValidateOnlyAtAGateThatBegins_FailsAndSaysHowToStopIt()
    {
        var run = await _gate.RunAsync("deploy", "shop", "test", "1.0.0", "--validate-only");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Failed));
            Assert.That(run.Error, Does.Contain("the gate did not heed --validate-only").And.Contain("'gatectl cancel shop test d1'"));
        });
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
    [TestCase(State.Expired, ExitCode.Failed)]
    [TestCase(State.Denied, ExitCode.Denied)]
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
            Assert.That(run.Out, Does.Contain($"s  {DeploymentStates.Name(end)} "));
        });
    }

    [Test]
    public async Task Deploy_WatchThatBreaks_IsTakenUpAgain()
    {
        _gate.Service.Watches.Enqueue(async stream =>
        {
            await stream.WriteAsync(Change(State.Fetching, "fetching"));
            throw new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, "restarting"));
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
    public async Task Deploy_WatchThatBreaksAmongItsEvents_ShowsEachOnce()
    {
        _gate.Service.Watches.Enqueue(async stream =>
        {
            await stream.WriteAsync(Event(4, State.Fetching, "four"));
            await stream.WriteAsync(Event(5, State.Verifying, "five"));
            throw new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, "restarting"));
        });
        _gate.Service.Watches.Enqueue(async stream =>
        {
            await stream.WriteAsync(Event(5, State.Verifying, "five"));
            await stream.WriteAsync(Event(6, State.Waiting, "six"));
            await stream.WriteAsync(Event(7, State.Succeeded, "seven"));
        });
        var run = await _gate.RunAsync("deploy", "shop", "test", "1.0.0");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Error);
            Assert.That(
                run.Out.Split('\n').Where(line => line.Contains("s  ", StringComparison.Ordinal)).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1]),
                Is.EqualTo(new[] { "four", "five", "six", "seven" }));
            Assert.That(_gate.Service.Calls.Select(call => call.Request).OfType<WatchDeploymentRequest>().Select(watch => watch.After), Is.EqualTo(new[] { 0, 4 }));
        });
    }

    [Test]
    public async Task Deploy_WatchThatOftenBreaksWhileNothingHappens_GoesOn()
    {
        for (var i = 0; i < 9; i++)
        {
            _gate.Service.Watches.Enqueue(async stream =>
            {
                await stream.WriteAsync(Event(5, State.PendingApproval, "five"));
                throw new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, "restarting"));
            });
        }

        _gate.Service.Watches.Enqueue(stream => stream.WriteAsync(Event(6, State.Succeeded, "six")));
        var run = await _gate.RunAsync("deploy", "shop", "test", "1.0.0");
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Error);
        Assert.That(run.Out.Split("five"), Has.Length.EqualTo(2));
    }

    [Test]
    public async Task Deploy_ThatWaitsForApproval_SaysOfWhatByWhomAndUntilWhen()
    {
        var pending = new WatchDeploymentResponse { Event = 5, Deployment = Pending() };
        _gate.Service.Watches.Enqueue(async stream =>
        {
            await stream.WriteAsync(pending);
            await stream.WriteAsync(new WatchDeploymentResponse(pending) { Event = 6, Message = "looked at" });
            await stream.WriteAsync(new WatchDeploymentResponse { Event = 7, Deployment = new Deployment(At(State.Waiting)) { WaitingFor = "its turn" } });
            await stream.WriteAsync(Event(8, State.Succeeded, "done"));
        });
        var run = await _gate.RunAsync("deploy", "shop", "test", "1.0.0");
        Assert.Multiple(() =>
        {
            Assert.That(run.Out, Does.Contain("  PENDING_APPROVAL\n" + """
                          waits for:       approval: 1 of person:bob
                          approval of:     1.0.0 sha256:11
                          approvals:       1 of person:bob; 0 given
                          approve until:   2026-12-01T09:00:00Z
                          replaces:        0.9.0 sha256:00
                          plan:            1 added, 3 more that are not listed
                          review digest:   sha256:22

                """));
            Assert.That(run.Out.Split("review digest"), Has.Length.EqualTo(2), "what has not changed is not shown again");
            Assert.That(run.Out, Does.Contain("  WAITING\n          waits for:       its turn\n"));
        });
    }

    [Test]
    public async Task Deploy_InAStateThatThisProgramIsTooOldFor_SaysSo()
    {
        _gate.Service.Watches.Enqueue(async stream =>
        {
            await stream.WriteAsync(Change((State)99, "new"));
            await stream.WriteAsync(Change(State.Succeeded, "done"));
        });
        Assert.That((await _gate.RunAsync("deploy", "shop", "test", "1.0.0")).Out, Does.Contain("a state that this gatectl does not know (99)"));
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

    private static WatchDeploymentResponse Event(int number, State state, string message) => new() { Deployment = At(state), Message = message, Event = number };

    private static Deployment Pending() => new(At(State.PendingApproval))
    {
        Digest = "sha256:11",
        WaitingFor = "approval: 1 of person:bob",
        ApprovalsNeeded = { new ApprovalsNeeded { Count = 1, From = { "person:bob" } } },
        ApprovalExpireTime = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero)),
        Replaces = new Release { Version = "0.9.0", Digest = "sha256:00", Name = "r1" },
        Plan = new Plan { Changes = { new PlannedChange { Kind = PlannedChange.Types.Kind.Added, Name = "index.html" } }, Omitted = 3 },
        ReviewDigest = "sha256:22",
    };

    private static Deployment At(State state) =>
        new() { DeploymentId = "d1", Application = "shop", Environment = "test", Version = "1.0.0", State = state };
}
