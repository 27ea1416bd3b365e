using System.Text.Json;
using Deployer.Deployments;
using Deployer.Deployments.Journal;
using Deployer.Deployments.Steps;
using Deployer.Facts;
using Deployer.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Tests.Deployments.Steps;

[TestFixture]
internal sealed class StepFailuresTests
{
    private readonly WatchedTime _time = new();
    private TestDirectory _directory = null!;

    [SetUp]
    public void Create() => _directory = new TestDirectory();

    [TearDown]
    public void Remove() => _directory.Dispose();

    [Test]
    public async Task Settle_RollbackThatFails_WaitsLongerEachTimeAndEndsWithTheFifth()
    {
        await BeginAsync();
        for (var tries = 1; tries < StepFailures.MaxRollbackTries; tries++)
        {
            // Each in a journal opened anew, as after a restart.
            await using var journal = new DeploymentJournal(_directory.Combine("journal.db"), _time);
            var run = Run(journal);
            var settled = SettleAsync(run);
            Assert.That(() => _time.LastDue, Is.EqualTo(TimeSpan.FromSeconds(tries)).After(5000, 5));
            Assert.That(run.Snapshot.RollbackTries, Is.EqualTo(tries));
            _time.Advance(TimeSpan.FromSeconds(tries) - TimeSpan.FromMilliseconds(1));
            await Task.Delay(20);
            Assert.That(settled.IsCompleted, Is.False, $"try {tries}");
            _time.Advance(TimeSpan.FromMilliseconds(1));
            await settled.WaitAsync(TimeSpan.FromSeconds(5));
            Assert.That(run.Snapshot.IsFinal, Is.False);
        }

        await using var last = new DeploymentJournal(_directory.Combine("journal.db"), _time);
        var end = Run(last);
        await SettleAsync(end);
        Assert.That((end.Snapshot.State, end.Snapshot.Error), Is.EqualTo((State.Failed, "sick The release before it could not be restored: A file operation failed; the deployer's log has the cause.")));
        Assert.That(StepFailures.MaxRollbackTries, Is.EqualTo(5));
    }

    [Test]
    public async Task Settle_DeployerStopsWhileItWaits_HasCountedTheTry()
    {
        await BeginAsync();
        await using var journal = new DeploymentJournal(_directory.Combine("journal.db"), _time);
        var run = Run(journal);
        using var soon = new CancellationTokenSource();
        await soon.CancelAsync();
        Assert.That(() => SettleAsync(run, soon.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(journal.Find("d")!.Snapshot.RollbackTries, Is.EqualTo(1));
    }

    private Task SettleAsync(DeploymentRun run, CancellationToken soon = default) =>
        new StepFailures(new TargetObserver(_time, NullLogger<TargetObserver>.Instance), _time, NullLogger<StepFailures>.Instance)
            .SettleAsync(run, StepKind.RollBack, new IOException("no"), new StopSignals(soon, CancellationToken.None, CancellationToken.None));

    private static DeploymentRun Run(DeploymentJournal journal)
    {
        var destination = SomeDestination.Of("scripted", "/srv/x");
        return new DeploymentRun(journal, destination, new MemoryTarget(new MemoryHosts()), journal.Find("d")!.Snapshot, new Slot(new Slots(1, TimeProvider.System), "shop"));
    }

    // Time that goes on before somebody waits for it is not waited for.
    private sealed class WatchedTime : FakeTimeProvider
    {
        public TimeSpan LastDue { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            LastDue = dueTime;
            return timer;
        }
    }

    private async Task BeginAsync()
    {
        await using var journal = new DeploymentJournal(_directory.Combine("journal.db"), _time);
        var accepted = new DeploymentAccepted
        {
            Application = "shop",
            Environment = "test",
            Version = "1.0.0",
            Authorization = new Authorization { Client = "ci", DecisionId = "d", PolicyRevision = "r", Grant = "g", Caller = JsonSerializer.SerializeToElement(new { }) },
        };
        await journal.WriteAsync(t => t.Begin("d", accepted, [], SomeCall.Kept));
        DeploymentFact[] facts =
        [
            new AttemptStarted { Attempt = 1 },
            new ArtifactFetched { Name = "a", Digest = "sha256:" + new string('0', 64), Size = 1, Source = "directory" },
            new ArtifactVerified { PolicyRevision = "r" },
            new PushStarted { Release = "1.0.0-000000000000", Previous = "0.9.0-111111111111" },
            new ReleaseSwitched(),
            new RollbackStarted { Error = "sick" },
        ];
        foreach (var fact in facts)
        {
            Assert.That((await journal.AppendAsync("d", fact)).Refusal, Is.EqualTo(TransitionRefusal.None));
        }
    }
}
