using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Tests.Support;
using Grpc.Core;
using State = Deploy.V1.Deployment.Types.State;

namespace Gatectl.Tests.Deployments;

public class ApproveCommandTests
{
    private static readonly string Digest = "sha256:" + new string('a', 64);
    private static readonly string[] Approve = ["approve", "shop", "test", "d1"];

    private FakeGate _gate = null!;

    [SetUp]
    public async Task SetUp()
    {
        _gate = await FakeGate.StartAsync();
        _gate.Service.Answer = request => request is GetDeploymentRequest ? Pending() : new Deployment { DeploymentId = "d1", State = State.Waiting };
    }

    [TearDown]
    public async Task TearDown() => await _gate.DisposeAsync();

    [TestCase("y")]
    [TestCase(" Yes ")]
    public async Task Approve_AnsweredWithYes_SendsTheDigestOfWhatWasShown(string answer)
    {
        var run = await _gate.RunInteractiveAsync(answer + "\n", [.. Approve, "--comment", "why", "--exception", "break-glass"]);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Error);
            Assert.That(_gate.Service.Calls[^1].Request, Is.EqualTo(Request(comment: "why", exception: "break-glass")));
            Assert.That(run.Out, Does.Contain("Approve? [y/N] ").And.Contain("WAITING"));
        });
    }

    [Test]
    public async Task Approve_Asking_ShowsWhatWouldRun()
    {
        var run = await _gate.RunInteractiveAsync("n\n", Approve);
        Assert.That(run.Out, Does.StartWith($"""
            deployment:      d1
            application:     shop
            environment:     test
            version:         1.1.0
            digest:          sha256:11
            state:           PENDING_APPROVAL
            waits for:       approval: 1 of owner or person:bob
            requested by:    alice
            rolls back:      d0
            not before:      2026-12-01T09:00:00Z
            approvals:       1 of owner or person:bob; 0 given
            approve until:   2026-12-02T09:00:00Z
            replaces:        1.0.0 sha256:00
            plan:            1 added, 1 changed, 1 removed
            review digest:   {Digest}
            change:          added    a.html
            change:          changed  b\u{"{1b}"}[2J.html
            change:          removed  c.html
            artifact:        shop.tar.gz, 42 bytes, from a source of kind directory
            succeeded in:    test, stage
            undone in:       canary
            destination:     sha256:33

            """));
    }

    [Test]
    public async Task Approve_OfManyChanges_ShowsTheFirstAndHowManyMore()
    {
        var pending = Pending();
        pending.Plan.Changes.Clear();
        pending.Plan.Changes.Add(Enumerable.Range(0, 32).Select(i => new PlannedChange { Kind = PlannedChange.Types.Kind.Added, Name = $"f{i:D2}" }));
        pending.Plan.Omitted = 5;
        _gate.Service.Answer = _ => pending;
        var run = await _gate.RunInteractiveAsync("n\n", Approve);
        Assert.That(run.Out, Does.Contain("plan:            32 added, 5 more that are not listed\n")
            .And.Contain("change:          added    f29\nchange:          and 2 more, which --output json names\nartifact: "));
    }

    [TestCase("n")]
    [TestCase("")]
    [TestCase("yes please")]
    [TestCase(null)]
    public async Task Approve_AnsweredWithAnythingElse_SendsNothing(string? answer)
    {
        var run = await _gate.RunInteractiveAsync(answer is null ? "" : answer + "\n", Approve);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Failed));
            Assert.That(run.Error, Is.EqualTo("gatectl: not approved: the answer was not yes.\n"));
            Assert.That(_gate.Service.Calls.Select(call => call.Request), Has.None.InstanceOf<ApproveDeploymentRequest>());
        });
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Approve_WithItsDigest_NeverAsks(bool isInteractive)
    {
        string[] arguments = [.. Approve, "--review-digest", Digest];
        var run = await (isInteractive ? _gate.RunInteractiveAsync("n\n", arguments) : _gate.RunAsync(arguments));
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Error);
            Assert.That(_gate.Service.Calls.Single().Request, Is.EqualTo(Request()));
            Assert.That(run.Out, Does.Not.Contain("Approve?"));
        });
    }

    [Test]
    public async Task Approve_WithNobodyToAsk_IsAUsageFailureThatSaysWhereTheDigestIs()
    {
        var run = await _gate.RunAsync(Approve);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Usage));
            Assert.That(run.Error, Does.Contain("--review-digest").And.Contain("'gatectl get shop test d1 --output json'"));
            Assert.That(_gate.Service.Calls, Is.Empty);
        });
    }

    [Test]
    public async Task Approve_InJsonOnATerminal_AsksNothingAndNeedsTheDigest()
    {
        var run = await _gate.RunInteractiveAsync("y\n", [.. Approve, "--output", "json"]);
        Assert.Multiple(() =>
        {
            Assert.That((int)run.Json["error"]!["exit_code"]!, Is.EqualTo(ExitCode.Usage));
            Assert.That(_gate.Service.Calls, Is.Empty);
        });
    }

    [TestCase("sha256:aa")]
    [TestCase("")]
    [TestCase("latest")]
    public async Task Approve_WithADigestThatIsNone_IsAUsageFailure(string digest)
    {
        var run = await _gate.RunAsync([.. Approve, "--review-digest", digest]);
        Assert.That((run.ExitCode, _gate.Service.Calls.Count), Is.EqualTo((ExitCode.Usage, 0)));
        Assert.That(run.Error, Does.Contain($"'{digest}' is not."));
    }

    [Test]
    public async Task Approve_OfWhatDoesNotWait_AsksNothing()
    {
        _gate.Service.Answer = _ => new Deployment { DeploymentId = "d1", State = State.Fetching };
        var run = await _gate.RunInteractiveAsync("y\n", Approve);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((ExitCode.Failed, "gatectl: the deployment d1 is FETCHING: it does not wait for approval.\n")));
    }

    [Test]
    public async Task Approve_OfWhatHasChangedMeanwhile_SaysSo()
    {
        var asked = 0;
        _gate.Service.Answer = request => request is not GetDeploymentRequest
            ? throw new RpcException(new Status(StatusCode.FailedPrecondition, "What would run is not what was reviewed."))
            : new Deployment(Pending()) { ReviewDigest = asked++ == 0 ? Digest : "sha256:" + new string('b', 64) };
        var run = await _gate.RunInteractiveAsync("y\n", Approve);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Failed));
            Assert.That(run.Error, Does.StartWith("gatectl: not approved: what would run has changed since it was looked at.\n  - What would run is not what was reviewed.\n"));
            Assert.That(run.Error, Does.Contain("what to do: look at what would run now with 'gatectl get shop test d1', and approve that."));
        });
    }

    [Test]
    public async Task Approve_InAStateThatDoesNotAllowIt_DoesNotSpeakOfAChange()
    {
        _gate.Service.Answer = request => request is GetDeploymentRequest
            ? new Deployment { State = State.Waiting, ReviewDigest = "sha256:00" }
            : throw new RpcException(new Status(StatusCode.FailedPrecondition, "The deployment is WAITING, which does not allow this."));
        var run = await _gate.RunAsync([.. Approve, "--review-digest", Digest]);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((ExitCode.Failed, "gatectl: The deployment is WAITING, which does not allow this.\n")));
    }

    [Test]
    public async Task Approve_RefusedByTheGate_ShowsItsReason()
    {
        const string reason = "Who asked for a deployment cannot approve it, nor can a person behind the request.";
        _gate.Service.Answer = _ => throw new RpcException(new Status(StatusCode.PermissionDenied, reason));
        var run = await _gate.RunAsync([.. Approve, "--review-digest", Digest]);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((ExitCode.Denied, $"gatectl: {reason}\n")));
    }

    private static ApproveDeploymentRequest Request(string comment = "", string exception = "") => new()
    {
        Application = "shop",
        Environment = "test",
        DeploymentId = "d1",
        ReviewDigest = Digest,
        Comment = comment,
        Exception = exception,
    };

    private static Deployment Pending() => new()
    {
        DeploymentId = "d1",
        Application = "shop",
        Environment = "test",
        Version = "1.1.0",
        Digest = "sha256:11",
        State = State.PendingApproval,
        WaitingFor = "approval: 1 of owner or person:bob",
        RequestedBy = "alice",
        RollsBack = "d0",
        NotBefore = At(1),
        ApprovalsNeeded = { new ApprovalsNeeded { Count = 1, From = { "owner", "person:bob" } } },
        ApprovalExpireTime = At(2),
        Replaces = new Release { Version = "1.0.0", Digest = "sha256:00", Name = "r1" },
        ReviewDigest = Digest,
        Plan = new Plan
        {
            Changes =
            {
                new PlannedChange { Kind = PlannedChange.Types.Kind.Added, Name = "a.html" },
                new PlannedChange { Kind = PlannedChange.Types.Kind.Changed, Name = "b\u001b[2J.html" },
                new PlannedChange { Kind = PlannedChange.Types.Kind.Removed, Name = "c.html" },
            },
        },
        Artifact = new ArtifactFacts { Name = "shop.tar.gz", Size = 42, Source = "directory", SucceededIn = { "test", "stage" }, Undone = { "canary" } },
        DestinationDigest = "sha256:33",
    };

    private static Google.Protobuf.WellKnownTypes.Timestamp At(int day) =>
        Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 12, day, 9, 0, 0, TimeSpan.Zero));
}
