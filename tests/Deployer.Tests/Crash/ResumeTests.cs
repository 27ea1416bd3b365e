using Deploy.V1;
using Deployer.Deployments;
using Deployer.Deployments.Journal;
using Deployer.Facts;
using Deployer.Storage;
using Deployer.Tests.Support;
using Microsoft.Data.Sqlite;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Tests.Crash;

/// <summary>
/// Every point at which a crash can leave a deployment: the journal cut after each fact, and for each the target in every shape
/// that the act under way may have left. From all of them the deployment must end, and end the same.
/// </summary>
[TestFixture]
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
            File.CreateSymbolicLink(_deployer.Current(), $"releases/1.1.0-{sick.Digest[7..19]}");
        }

        client = await _deployer.StartAsync();
        var again = (await client.WatchAsync(sick))[^1].Deployment;

        Assert.That((again.State, again.Attempts), Is.EqualTo((State.RolledBack, 2)));
        Assert.That(new FileInfo(_deployer.Current()).LinkTarget, Is.EqualTo($"releases/1.0.0-{good.Digest[7..19]}"));
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
        connection.Execute("DELETE FROM successes WHERE deployment = $0", id);

        // What is kept until the end was there still.
        connection.Execute(
            """
            INSERT OR IGNORE INTO calls (deployment, decision, method, message, caller)
            SELECT d.seq, json_extract(f.body, '$.authorization.decision_id'), 'm', x'', x'' FROM facts f JOIN deployments d ON d.seq = f.deployment
            WHERE d.id = $0 AND f.ordinal = 1
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
