using Deploy.V1;
using Deployer.Deployments;
using Deployer.Deployments.Journal;
using Deployer.Facts;
using Deployer.Storage;
using Deployer.Tests.Support;
using Microsoft.Data.Sqlite;
using CallErrors = Deployer.Tests.Support.CallErrors;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Tests.Crash;

/// <summary>
/// Every point at which a crash can leave a deployment: the journal cut after each fact, and for each the target in every shape
/// that the act under way may have left. From all of them the deployment must end, and end the same.
/// </summary>
[TestFixture]
[Parallelizable]
internal sealed class ResumeTests
{
    // So many facts there are when it is ready: a restart is no new attempt at anything.
    private const int Waiting = 5;

    private TestDeployer _deployer = null!;

    [SetUp]
    public void Create()
    {
        _deployer = new TestDeployer();
        _deployer.AddArtifact("1.0.0");
        _deployer.Environment.HealthCheck.File = "version.txt";
        _deployer.Environment.HealthCheck.Timeout = TimeSpan.FromMilliseconds(600);
    }

    [TearDown]
    public async Task StopAsync() => await _deployer.DisposeAsync();

    // Facts of a success: accepted, attempt, fetched, verified, planned, push started, switched, succeeded.
    [TestCase(1, "untouched")]
    [TestCase(2, "untouched")]
    [TestCase(3, "untouched")]
    [TestCase(4, "untouched")]
    [TestCase(5, "untouched")]
    [TestCase(6, "untouched")]
    [TestCase(6, "directories made")]
    [TestCase(6, "half unpacked")]
    [TestCase(6, "placed")]
    [TestCase(6, "link prepared")]
    [TestCase(6, "switched")]
    [TestCase(7, "switched")]
    public async Task Restart_AfterEachFact_EndsInSuccessWithEachStepOnce(int facts, string target)
    {
        var client = await _deployer.StartAsync();
        var done = await client.DeployAsync(TestClient.Request());
        await _deployer.StopAsync();
        Cut(done.DeploymentId, facts);
        Leave(target, done.DeploymentId);

        client = await _deployer.StartAsync();
        var again = (await client.WatchAsync(done))[^1].Deployment;
        await _deployer.StopAsync();

        Assert.That(again.State, Is.EqualTo(State.Succeeded), again.Error);
        Assert.That(again.Attempts, Is.EqualTo(facts is 1 or Waiting ? 1 : 2));
        await AssertFactsOnceAsync(
            done.DeploymentId,
            [typeof(DeploymentAccepted), typeof(ArtifactFetched), typeof(ArtifactVerified), typeof(DeploymentPlanned), typeof(PushStarted), typeof(ReleaseSwitched), typeof(DeploymentSucceeded)]);
        Assert.That(File.ReadAllText(Path.Combine(_deployer.Current(), "version.txt")), Is.EqualTo("1.0.0"));
        Assert.That(Names(_deployer.Target()), Is.EquivalentTo((string[])["current", "releases"]));
        Assert.That(Names(Path.Combine(_deployer.Target(), "releases")), Has.Length.EqualTo(1));
    }

    // Facts of a rollback: accepted, attempt, fetched, verified, planned, push started, switched, rollback started, finished.
    [TestCase(7, true)]
    [TestCase(8, true)]
    [TestCase(8, false)]
    public async Task Restart_AroundARollback_EndsRolledBack(int facts, bool isSwitched)
    {
        var client = await _deployer.StartAsync();
        var good = await client.DeployAsync(TestClient.Request());
        File.WriteAllBytes(_deployer.DirectoryPath.Combine("artifacts", "shop-1.1.0.tar.gz"), new TarBuilder().File("sick").ToGzip());
        var sick = await client.DeployAsync(TestClient.Request(version: "1.1.0"));
        Assert.That(sick.State, Is.EqualTo(State.RolledBack));
        await _deployer.StopAsync();
        Cut(sick.DeploymentId, facts);
        if (isSwitched)
        {
            File.Delete(_deployer.Current());
            File.CreateSymbolicLink(_deployer.Current(), $"releases/1.1.0-{sick.Digest[7..]}");
        }

        client = await _deployer.StartAsync();
        var again = (await client.WatchAsync(sick))[^1].Deployment;

        Assert.That((again.State, again.Attempts), Is.EqualTo((State.RolledBack, 2)));
        Assert.That(new FileInfo(_deployer.Current()).LinkTarget, Is.EqualTo($"releases/1.0.0-{good.Digest[7..]}"));
    }

    [Test]
    public async Task Restart_StoreLostAndArtifactChangedAtItsSource_FailsAndLeavesTarget()
    {
        var client = await _deployer.StartAsync();
        var done = await client.DeployAsync(TestClient.Request());
        await _deployer.StopAsync();
        Cut(done.DeploymentId, 6);
        Leave("untouched", done.DeploymentId);
        Directory.Delete(Path.Combine(_deployer.Options.StateDirectory, "artifacts"), recursive: true);
        _deployer.AddArtifact("1.0.0", content: "changed");

        client = await _deployer.StartAsync();
        var again = (await client.WatchAsync(done))[^1].Deployment;

        Assert.That((again.State, again.Error), Is.EqualTo((State.Failed, "The artifact has changed at its source since it was verified.")));
        Assert.That(Directory.Exists(_deployer.Target()), Is.False);
    }

    // Facts of an approved success: accepted, attempt, fetched, verified, planned, approved, push started, switched, succeeded.
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    [TestCase(5)]
    [TestCase(6)]
    [TestCase(7)]
    [TestCase(8)]
    public async Task Restart_WithApprovals_AsksOnlyForWhatIsNotOnRecord(int facts)
    {
        var client = await _deployer.StartAsync();
        var pending = await PendingAsync(client, "1.0.0");
        await ApproveAsync(client, pending);
        Assert.That((await client.WatchAsync(pending))[^1].Deployment.State, Is.EqualTo(State.Succeeded));
        await _deployer.StopAsync();
        Cut(pending.DeploymentId, facts);
        Leave(facts == 8 ? "switched" : "untouched", pending.DeploymentId);

        client = await _deployer.StartAsync();
        if (facts < 6)
        {
            var again = await client.WaitForAsync(pending, State.PendingApproval);
            Assert.That(again.ReviewDigest, Is.EqualTo(pending.ReviewDigest));
            Assert.That(Directory.Exists(_deployer.Target()), Is.False, "nobody has approved");
            await ApproveAsync(client, again);
        }

        var done = (await client.WatchAsync(pending))[^1].Deployment;
        await _deployer.StopAsync();
        Assert.That((done.State, done.Approvals.Count), Is.EqualTo((State.Succeeded, 1)), done.Error);
        await AssertFactsOnceAsync(
            done.DeploymentId,
            [
                typeof(DeploymentAccepted), typeof(ArtifactFetched), typeof(ArtifactVerified), typeof(DeploymentPlanned), typeof(ApprovalGiven),
                typeof(PushStarted), typeof(ReleaseSwitched), typeof(DeploymentSucceeded),
            ]);
    }

    // Facts of an aborted push: accepted, attempt, fetched, verified, planned, push started, switched, aborted, rollback started, finished.
    [TestCase(8, true)]
    [TestCase(9, true)]
    [TestCase(9, false)]
    public async Task Restart_AroundAnAbort_ReturnsToWhatWasThere(int facts, bool isSwitched)
    {
        var client = await _deployer.StartAsync();
        var good = await client.DeployAsync(TestClient.Request());
        _deployer.AddArtifact("1.1.0");
        _deployer.Environment.HealthCheck.File = "never";
        _deployer.Environment.HealthCheck.Timeout = TimeSpan.FromMinutes(5);
        var aborted = await client.CreateAsync(TestClient.Request(version: "1.1.0"));
        await client.WaitForAsync(aborted, State.Checking);
        var request = new CancelDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = aborted.DeploymentId, Abort = true };
        await client.Deploy.CancelDeploymentAsync(request, client.Gatekeeper.Grant("cancel", "shop", "test", request));
        var done = (await client.WatchAsync(aborted))[^1].Deployment;
        Assert.That(done.State, Is.EqualTo(State.RolledBack));
        await _deployer.StopAsync();
        Cut(done.DeploymentId, facts);
        if (isSwitched)
        {
            File.Delete(_deployer.Current());
            File.CreateSymbolicLink(_deployer.Current(), $"releases/1.1.0-{done.Digest[7..]}");
        }

        client = await _deployer.StartAsync();
        var again = (await client.WatchAsync(done))[^1].Deployment;

        Assert.That((again.State, again.Error), Is.EqualTo((State.RolledBack, "The push was aborted.")));
        Assert.That(new FileInfo(_deployer.Current()).LinkTarget, Is.EqualTo($"releases/1.0.0-{good.Digest[7..]}"));
    }

    // A destination that was changed in the midst of a push: neither the new place nor the old one is touched.
    [Test]
    public async Task Restart_WhilePushedAndTheDestinationHasChanged_FailsAndTouchesNothing()
    {
        var client = await _deployer.StartAsync();
        var done = await client.DeployAsync(TestClient.Request());
        await _deployer.StopAsync();
        Cut(done.DeploymentId, 6);
        Leave("untouched", done.DeploymentId);
        _deployer.Environment.HealthCheck.File = "bin/run";
        client = await _deployer.StartAsync();

        var again = (await client.WatchAsync(done))[^1].Deployment;

        Assert.That((again.State, again.Error), Is.EqualTo((State.Failed, "Where it goes has changed while it was pushed (DESTINATION_CHANGED). The state of the target is not known.")));
        Assert.That(Directory.Exists(_deployer.Target()), Is.False);
    }

    // Facts of one that is held: accepted, attempt, fetched, verified, planned, deferred.
    [TestCase(1)]
    [TestCase(3)]
    [TestCase(4)]
    [TestCase(5)]
    [TestCase(6)]
    public async Task Restart_WhileItIsHeld_PushesNothingUntilItIsReleased(int facts)
    {
        var client = await _deployer.StartAsync();
        var hold = new HoldEnvironmentRequest { Application = "-", Environment = "test", Reason = "fire" };
        await client.Deploy.HoldEnvironmentAsync(hold, client.Gatekeeper.Grant("hold", "-", "test", hold));
        var held = await client.CreateAsync(TestClient.Request());
        await WaitUntilHeldAsync(client, held);
        await _deployer.StopAsync();
        Cut(held.DeploymentId, facts);

        client = await _deployer.StartAsync();
        await WaitUntilHeldAsync(client, held);
        Assert.That(Directory.Exists(_deployer.Target()), Is.False);
        var release = new ReleaseHoldRequest { Application = "-", Environment = "test" };
        await client.Deploy.ReleaseHoldAsync(release, client.Gatekeeper.Grant("release", "-", "test", release));
        Assert.That((await client.WatchAsync(held))[^1].Deployment.State, Is.EqualTo(State.Succeeded));
    }

    // The success and what it supersedes are on record together, or neither is.
    [TestCase(5)]
    [TestCase(6)]
    [TestCase(7)]
    public async Task Restart_BeforeASuccess_SupersedesTheEarlierOnceItSucceeds(int facts)
    {
        _deployer.AddArtifact("1.1.0");
        var client = await _deployer.StartAsync();
        var earlier = await PendingAsync(client, "1.0.0");
        var later = await client.DeployAsync(TestClient.Request(version: "1.1.0"));
        Assert.That((await client.GetAsync(earlier)).State, Is.EqualTo(State.Superseded));
        await _deployer.StopAsync();
        Cut(later.DeploymentId, facts);
        Cut(earlier.DeploymentId, 5);
        Leave(facts == 7 ? "switched" : "untouched", later.DeploymentId);

        client = await _deployer.StartAsync();
        Assert.That((await client.WatchAsync(later))[^1].Deployment.State, Is.EqualTo(State.Succeeded));
        var done = (await client.WatchAsync(earlier))[^1].Deployment;
        Assert.That((done.State, done.Error), Is.EqualTo((State.Superseded, $"Superseded by 1.1.0 ({later.DeploymentId}).")));
        Assert.That(File.ReadAllText(Path.Combine(_deployer.Current(), "version.txt")), Is.EqualTo("1.1.0"));
    }

    // The facts of a success; the artifact is in the worker's own store alone.
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    [TestCase(5)]
    [TestCase(6)]
    [TestCase(7)]
    public async Task Restart_OfARollbackFromTheStore_NeedsNoSource(int facts)
    {
        _deployer.AddArtifact("1.1.0");
        var client = await _deployer.StartAsync();
        var good = await client.DeployAsync(TestClient.Request());
        var later = await client.DeployAsync(TestClient.Request(version: "1.1.0"));
        Directory.Delete(_deployer.DirectoryPath.Combine("artifacts"), recursive: true);
        var request = new RollBackDeploymentRequest { Application = "shop", Environment = "test" };
        var back = await client.Deploy.RollBackDeploymentAsync(request, client.Gatekeeper.Grant("rollback", "shop", "test", request));
        Assert.That((await client.WatchAsync(back))[^1].Deployment.State, Is.EqualTo(State.Succeeded));
        await _deployer.StopAsync();
        Cut(back.DeploymentId, facts);
        if (facts < 7)
        {
            File.Delete(_deployer.Current());
            File.CreateSymbolicLink(_deployer.Current(), $"releases/1.1.0-{later.Digest[7..]}");
        }

        client = await _deployer.StartAsync();
        var again = (await client.WatchAsync(back))[^1].Deployment;

        Assert.That((again.State, again.Digest, again.RollsBack), Is.EqualTo((State.Succeeded, good.Digest, later.DeploymentId)), again.Error);
        Assert.That(new FileInfo(_deployer.Current()).LinkTarget, Is.EqualTo($"releases/1.0.0-{good.Digest[7..]}"));
        Assert.That(await CallErrors.ReasonOfAsync(() => client.Deploy.RollBackDeploymentAsync(request, client.Gatekeeper.Grant("rollback", "shop", "test", request)).ResponseAsync), Is.EqualTo(ErrorReason.NotFound), "it has gone back once");
    }

    private static async Task WaitUntilHeldAsync(TestClient client, Deployment deployment)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await client.GetAsync(deployment)) is not { State: State.Waiting, WaitingFor: "held by shop-ci: fire" })
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private static async Task<Deployment> PendingAsync(TestClient client, string version)
    {
        const string OneApproval = """{"approvals":{"rules":[{"count":1,"from":["team:release"]}]}}""";
        var request = TestClient.Request(version: version);
        var grant = client.Gatekeeper.Claims("deploy", "shop", "test", request) with { ObligationsJson = OneApproval };
        return await client.WaitForAsync(await client.Deploy.CreateDeploymentAsync(request, client.Gatekeeper.Grant(grant)), State.PendingApproval);
    }

    private static async Task ApproveAsync(TestClient client, Deployment deployment)
    {
        var request = new ApproveDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = deployment.DeploymentId, ReviewDigest = deployment.ReviewDigest };
        await client.Deploy.ApproveDeploymentAsync(request, client.Gatekeeper.Grant(client.Gatekeeper.Claims("approve", "shop", "test", request) with
        {
            Client = "alice",
            CallerJson = """{"kind":"person","issuer":"https://id.test","subject":"alice","persons":["person:alice"],"principals":["team:release"]}""",
        }));
    }

    private void Leave(string shape, string id)
    {
        var target = _deployer.Target();
        var releases = Path.Combine(target, "releases");
        if (shape != "switched")
        {
            File.Delete(_deployer.Current());
        }

        switch (shape)
        {
            case "untouched":
                Directory.Delete(target, recursive: true);
                break;
            case "directories made":
                Directory.Delete(Directory.GetDirectories(releases).Single(), recursive: true);
                break;
            case "half unpacked":
                Directory.Move(Directory.GetDirectories(releases).Single(), Path.Combine(releases, ".staging-" + id));
                File.Delete(Path.Combine(releases, ".staging-" + id, "version.txt"));
                break;
            case "link prepared":
                File.CreateSymbolicLink(Path.Combine(target, ".current-" + id), "releases/" + Names(releases).Single());
                break;
            default:
                break;
        }
    }

    private void Cut(string id, int facts)
    {
        using var connection = new SqliteConnection($"Data Source={JournalFile};Pooling=False");
        connection.Open();
        connection.Execute("DELETE FROM facts WHERE deployment = (SELECT seq FROM deployments WHERE id = $0) AND ordinal > $1", id, facts);
        connection.Execute("UPDATE deployments SET state = $1 WHERE id = $0", id, (long)State.Queued);
        LaneBook.Rebuild(connection);

        // The calls that are kept until the end were there still.
        connection.Execute(
            """
            INSERT OR IGNORE INTO calls (deployment, decision, method, message, caller)
            SELECT d.seq, json_extract(f.body, '$.authorization.decision_id'), 'm', x'', x'' FROM facts f JOIN deployments d ON d.seq = f.deployment
            WHERE d.id = $0 AND json_extract(f.body, '$.authorization.decision_id') IS NOT NULL
            """,
            id);
    }

    private async Task AssertFactsOnceAsync(string id, Type[] expected)
    {
        await using var journal = new DeploymentJournal(JournalFile, TimeProvider.System);
        var history = journal.Find(id)!;
        Assert.That(history.Facts.Select(f => f.Fact.GetType()).Where(t => t != typeof(AttemptStarted)), Is.EqualTo(expected));
    }

    private string JournalFile => Path.Combine(_deployer.Options.StateDirectory, "journal.db");

    private static string[] Names(string directory) => [.. Directory.GetFileSystemEntries(directory).Select(p => Path.GetFileName(p)!)];
}
