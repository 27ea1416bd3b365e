using Deployer.Artifacts.Archives;
using Deployer.Errors;
using Deployer.Secrets;
using Deployer.Targets;
using Deployer.Tests.Support;

namespace Deployer.Tests.Targets;

/// <summary>What every kind of target must hold. A kind's tests inherit these, and add what is its own.</summary>
internal abstract class TargetContractTests
{
    private const string DeploymentId = "0196f000-0000-7000-8000-000000000000";

    protected TestDirectory DirectoryPath { get; private set; } = null!;

    /// <summary>A new object for the one place of this test, as after a restart.</summary>
    protected abstract ITarget Open();

    /// <summary>The names of the releases that are there.</summary>
    protected abstract IEnumerable<string> Releases();

    /// <summary>Makes it impossible to see what is current.</summary>
    protected abstract void Blind();

    /// <summary>What the target wants to be shown, or null.</summary>
    protected virtual Secret? Credential() => null;

    [SetUp]
    public void CreateDirectory() => DirectoryPath = new TestDirectory();

    [TearDown]
    public void RemoveDirectory() => DirectoryPath.Dispose();

    [Test]
    public async Task Observe_NothingPushed_KnowsThatNoneIsCurrent()
    {
        var state = await ObserveAsync();
        Assert.That(state.IsKnown);
        Assert.That(state.IsEverywhere(""));
    }

    [Test]
    public async Task Plan_Release_ChangesNothingAndIsTheSameAgain()
    {
        await ApplyAsync(Release(1));
        var plan = await PlanAsync(Release(2));
        var again = await PlanAsync(Release(2));
        Assert.Multiple(() =>
        {
            Assert.That((plan.Release, plan.Replaces), Is.EqualTo((Release(2), Release(1).Name)));
            Assert.That(again.Digest, Is.EqualTo(plan.Digest));
            Assert.That(plan.Changes.IsEmpty, Is.Not.EqualTo(Open().Capabilities.ListsChanges));
        });
        Assert.That((await PlanAsync(Release(3))).Digest, Is.Not.EqualTo(plan.Digest));
        Assert.That((await ObserveAsync()).IsEverywhere(Release(1).Name));
        Assert.That(Releases(), Is.EqualTo((string[])[Release(1).Name]));
    }

    [Test]
    public async Task Apply_Twice_IsDoneTwiceAndNothingIsLeftToDo()
    {
        Assert.That(await ApplyAsync(Release(1)), Is.EqualTo(TargetOutcome.Done));
        Assert.That(await ApplyAsync(Release(1)), Is.EqualTo(TargetOutcome.Done));
        var plan = await PlanAsync(Release(1));
        Assert.That((plan.Replaces, plan.Changes.Length), Is.EqualTo((Release(1).Name, 0)));
        Assert.That((await ObserveAsync()).IsEverywhere(Release(1).Name));
        Assert.That(Releases(), Is.EqualTo((string[])[Release(1).Name]));
    }

    [Test]
    public async Task Apply_Release_TellsEachHostItsResult()
    {
        var progress = new HostResults();
        using var credential = Credential();
        var target = Open();
        var plan = await target.PlanAsync(Release(1), OpenerOf(Release(1)), null, CancellationToken.None);
        var result = await target.ApplyAsync(plan, () => TestArchive.Open(Archive(1), DirectoryPath), credential, progress, CancellationToken.None);
        Assert.That(progress.Seen, Is.EqualTo(result.Hosts));
        Assert.That(result.Hosts.Select(host => host.Host), Is.EqualTo((await ObserveAsync()).Hosts.Select(host => host.Host)));
    }

    [Test]
    public async Task Apply_AfterACrashInTheMidst_FinishesWhatIsMissing()
    {
        await ApplyAsync(Release(1));
        Assert.That(() => ApplyAsync(Release(2), TestArchive.OpenBroken), Throws.InstanceOf<IOException>());
        Assert.That((await ObserveAsync()).IsEverywhere(Release(1).Name), "until it is whole, the one before is current");

        Assert.That(await ApplyAsync(Release(2)), Is.EqualTo(TargetOutcome.Done));
        Assert.That((await ObserveAsync()).IsEverywhere(Release(2).Name));
    }

    [Test]
    public async Task Apply_Cancelled_LeavesWhatIsCurrent()
    {
        await ApplyAsync(Release(1));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        Assert.That(() => ApplyAsync(Release(2), cancellation: cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That((await ObserveAsync()).IsEverywhere(Release(1).Name));
    }

    [Test]
    public async Task Revert_ToTheOneBefore_IsDoneAlsoTwice()
    {
        await ApplyAsync(Release(1));
        await ApplyAsync(Release(2));
        if (!Open().Capabilities.RevertsWithoutArtifact)
        {
            Assert.Ignore("Targets of this kind do not return to a release without its artifact.");
        }

        foreach (var goal in (string?[])[Release(1).Name, Release(1).Name, null, null])
        {
            Assert.That(await RevertAsync(goal), Is.EqualTo(TargetOutcome.Done));
            Assert.That((await ObserveAsync()).IsEverywhere(goal ?? ""));
        }
    }

    [Test]
    public async Task Revert_ToWhatIsNotThere_FailsAndLeavesWhatIsCurrent()
    {
        await ApplyAsync(Release(1));
        TargetOutcome? outcome = null;
        try
        {
            outcome = await RevertAsync(Release(2).Name);
        }
        catch (StepFailedException)
        {
            outcome = TargetOutcome.Failed;
        }

        Assert.That(outcome, Is.EqualTo(TargetOutcome.Failed));
        Assert.That((await ObserveAsync()).IsEverywhere(Release(1).Name));
    }

    [Test]
    public async Task Observe_CannotSee_SaysSoAndDoesNotGuess()
    {
        await ApplyAsync(Release(1));
        Blind();
        var state = await ObserveAsync();
        Assert.Multiple(() =>
        {
            Assert.That(state.IsKnown, Is.False);
            Assert.That(state.IsEverywhere(Release(1).Name), Is.False);
            Assert.That(state.IsAnywhere(Release(1).Name), Is.False);
            Assert.That(state.Hosts.Select(host => host.Detail), Has.All.Not.Empty);
        });
    }

    [Test]
    public async Task Plan_CannotSee_Fails()
    {
        await ApplyAsync(Release(1));
        Blind();
        Assert.That(() => PlanAsync(Release(2)), Throws.InstanceOf<StepFailedException>().Or.InstanceOf<IOException>());
    }

    [Test]
    public async Task Prune_MoreThanKept_KeepsCurrentAndPrevious()
    {
        if (!Open().Capabilities.Prunes)
        {
            Assert.Ignore("Targets of this kind remove old releases themselves.");
        }

        for (var i = 1; i <= 6; i++)
        {
            await ApplyAsync(Release(i));
        }

        await RevertAsync(Release(1).Name);
        await Open().PruneAsync(3, Release(2).Name, CancellationToken.None);
        await Open().PruneAsync(3, Release(2).Name, CancellationToken.None);

        Assert.That(Releases(), Is.EquivalentTo((string[])[Release(1).Name, Release(2).Name, Release(6).Name]));
        Assert.That((await ObserveAsync()).IsEverywhere(Release(1).Name));
    }

    protected static TargetRelease Release(int number) => new($"1.0.{number}-00000000000{number}", $"1.0.{number}", $"sha256:{number:D64}", DeploymentId);

    protected async Task<TargetOutcome> ApplyAsync(TargetRelease release, Func<byte[], TestDirectory, IArchiveReader>? open = null, CancellationToken cancellation = default)
    {
        using var credential = Credential();
        var target = Open();
        var plan = await target.PlanAsync(release, OpenerOf(release), null, CancellationToken.None);
        return (await target.ApplyAsync(plan, () => (open ?? TestArchive.Open)(Archive(NumberOf(release)), DirectoryPath), credential, new HostResults(), cancellation)).Outcome;
    }

    protected async Task<TargetOutcome> RevertAsync(string? release)
    {
        using var credential = Credential();
        return (await Open().RevertAsync(new TargetGoal(release, DeploymentId), credential, new HostResults(), CancellationToken.None)).Outcome;
    }

    protected virtual Task<TargetState> ObserveAsync() => Open().ObserveAsync(null, CancellationToken.None);

    protected Task<TargetPlan> PlanAsync(TargetRelease release) => Open().PlanAsync(release, OpenerOf(release), null, CancellationToken.None);

    private Func<CancellationToken, Task<IArchiveReader>> OpenerOf(TargetRelease release) => _ => Task.FromResult(TestArchive.Open(Archive(NumberOf(release)), DirectoryPath));

    private static int NumberOf(TargetRelease release) => release.Name[4] - '0';

    private static byte[] Archive(int number) => new TarBuilder().File("version.txt", $"{number}").File("data/a", "a").ToGzip();
}
