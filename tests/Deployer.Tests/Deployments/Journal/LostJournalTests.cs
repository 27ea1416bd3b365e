using Deploy.V1;
using Deployer.Deployments;
using Deployer.Deployments.Journal;
using Deployer.Tests.Support;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Data.Sqlite;
using CallErrors = Deployer.Tests.Support.CallErrors;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Tests.Deployments.Journal;

/// <summary>A theme: a journal that is gone, emptied or older than what was acknowledged stops the start, and can be put back.</summary>
[TestFixture]
internal sealed class LostJournalTests
{
    private TestDeployer _deployer = null!;

    private string StatePath => _deployer.Options.StateDirectory;

    private string JournalFile => Path.Combine(StatePath, "journal.db");

    private string Copy => _deployer.DirectoryPath.Combine("copy.db");

    private static RollBackDeploymentRequest Back => new() { Application = "shop", Environment = "test" };

    [SetUp]
    public void Create()
    {
        _deployer = new TestDeployer();
        Array.ForEach(["1.0.0", "1.1.0", "1.2.0", "1.3.0"], version => _deployer.AddArtifact(version));
    }

    [TearDown]
    public async Task StopAsync() => await _deployer.DisposeAsync();

    [TestCase("gone", "is gone")]
    [TestCase("empty", "is empty")]
    [TestCase("another", "is another one")]
    [TestCase("older", "is older than what was acknowledged")]
    [TestCase("no mark", "nobody can say whether it is the newest")]
    [TestCase("broken mark", "does not say it any more")]
    public async Task Start_JournalThatIsNotWhatWasAcknowledged_IsRefusedAndChangesNothing(string what, string message)
    {
        var client = await _deployer.StartAsync();
        await client.DeployAsync(TestClient.Request(version: "1.0.0"));
        await _deployer.StopAsync();
        File.Copy(JournalFile, Copy);
        client = await _deployer.StartAsync();
        await client.DeployAsync(TestClient.Request(version: "1.1.0"));
        await _deployer.StopAsync();
        await LoseAsync(what);
        var before = Directory.GetFiles(StatePath).Where(file => Path.GetFileName(file) is not ("lock" or "audit.mark")).ToDictionary(file => file, File.ReadAllBytes);

        Assert.That(async () => await _deployer.StartAsync(), Throws.InstanceOf<JournalUnavailableException>().With.Message.Contains(message).And.Message.Contains("deployer journal restore"));
        Assert.That(before.Keys.Where(file => !File.Exists(file) || !File.ReadAllBytes(file).SequenceEqual(before[file])), Is.Empty);
    }

    // A copy of the file alone lacks what is in the file beside it; so does the file itself where that was removed.
    [Test]
    public async Task Start_WalLostInAKill_IsRefused()
    {
        var client = await _deployer.StartAsync();
        await client.DeployAsync(TestClient.Request(version: "1.0.0"));
        var (journal, mark) = (File.ReadAllBytes(JournalFile), File.ReadAllBytes(Path.Combine(StatePath, HighWaterMark.FileName)));
        await _deployer.StopAsync();
        File.WriteAllBytes(JournalFile, journal);
        File.WriteAllBytes(Path.Combine(StatePath, HighWaterMark.FileName), mark);
        Assert.That(async () => await _deployer.StartAsync(), Throws.InstanceOf<JournalUnavailableException>());
    }

    // Killed between the commit and its mark: what is durable and was not acknowledged is no fault.
    [Test]
    public async Task Start_MarkBehindTheJournal_Starts()
    {
        await _deployer.StartAsync();
        await _deployer.StopAsync();
        var mark = File.ReadAllBytes(Path.Combine(StatePath, HighWaterMark.FileName));
        await _deployer.StartAsync();
        await _deployer.Client.DeployAsync(TestClient.Request(version: "1.0.0"));
        await _deployer.StopAsync();
        File.WriteAllBytes(Path.Combine(StatePath, HighWaterMark.FileName), mark);
        Assert.That(async () => await _deployer.StartAsync(), Throws.Nothing);
    }

    [Test]
    public async Task Stop_Clean_LeavesTheDatabaseWholeByItself()
    {
        var client = await _deployer.StartAsync();
        await client.DeployAsync(TestClient.Request(version: "1.0.0"));
        await _deployer.StopAsync();
        Assert.That(File.Exists(JournalFile + "-wal"), Is.False);
    }

    [Test]
    public async Task Backup_WhileItIsWritten_HasAllThatWasAcknowledged()
    {
        var client = await _deployer.StartAsync();
        var done = await client.DeployAsync(TestClient.Request(version: "1.0.0"));
        Assert.That(Run("backup", Copy).Code, Is.Zero);
        Assert.That((int)File.GetUnixFileMode(Copy), Is.EqualTo(Convert.ToInt32("600", 8)));
        using var copy = new SqliteConnection($"Data Source={Copy};Pooling=False;Mode=ReadOnly");
        copy.Open();
        Assert.That(JournalQueries.Load(copy, done.DeploymentId)!.Snapshot.State, Is.EqualTo(State.Succeeded));
        Assert.That(Run("backup", Copy).Code, Is.EqualTo(1), "never over another");
        Assert.That(Run("check").Code, Is.Zero);
    }

    [Test]
    public async Task Check_DamagedDeployment_IsNamed()
    {
        var client = await _deployer.StartAsync();
        var done = await client.DeployAsync(TestClient.Request(version: "1.0.0"));
        await _deployer.StopAsync();
        Sql("UPDATE facts SET body = 'x' WHERE ordinal = 2");
        var (code, said) = Run("check");
        Assert.That((code, said.Contains(done.DeploymentId, StringComparison.Ordinal)), Is.EqualTo((1, true)), said);
    }

    [Test]
    public async Task Restore_FromACopy_RefusesGrantsFromBeforeAndEndsWhatWasOpen()
    {
        var client = await _deployer.StartAsync();
        var later = TestClient.Request(version: "1.1.0");
        later.NotBefore = DateTimeOffset.UtcNow.AddHours(2).ToTimestamp();
        var open = await client.CreateAsync(later);
        Run("backup", Copy);
        var request = TestClient.Request(version: "1.0.0");
        var grant = client.Gatekeeper.Grant("deploy", "shop", "test", request);
        await client.Deploy.CreateDeploymentAsync(request, grant);
        await _deployer.StopAsync();
        File.Delete(JournalFile);

        var (code, said) = Run("restore", Copy);
        Assert.That((code, said.Contains("request_id", StringComparison.Ordinal)), Is.EqualTo((0, true)), said);
        client = await _deployer.StartAsync(installKey: false);
        Assert.That(await CallErrors.ReasonOfAsync(async () => await client.Deploy.CreateDeploymentAsync(request, grant)), Is.EqualTo(ErrorReason.GrantReplayed));
        await _deployer.StopAsync();
        await using var journal = new DeploymentJournal(JournalFile, TimeProvider.System);
        var ended = journal.Find(open.DeploymentId)!.Snapshot;
        Assert.That((ended.State, ended.Error), Is.EqualTo((State.Expired, ended.Error)));
        Assert.That(ended.Error, Does.Contain("not known"));
    }

    [Test]
    public async Task Restore_LaneThatWasDeployedToSince_IsUnknownUntilItWasSeen()
    {
        var client = await _deployer.StartAsync();
        await client.DeployAsync(TestClient.Request(version: "1.0.0"));
        var second = await client.DeployAsync(TestClient.Request(version: "1.1.0"));
        await client.DeployAsync(TestClient.Request("stage"));
        await _deployer.StopAsync();
        File.Copy(JournalFile, Copy);
        client = await _deployer.StartAsync();
        await client.DeployAsync(TestClient.Request(version: "1.2.0"));
        await _deployer.StopAsync();

        // Its grants are of after the restoration.
        Assert.That(Run("restore", Copy).Code, Is.Zero);
        Sql("UPDATE journal SET restored = 1");
        client = await _deployer.StartAsync();
        Assert.That((await EnvironmentAsync("test")).Recorded, Is.Null, "another release is there");
        Assert.That((await EnvironmentAsync("stage")).Recorded.Version, Is.EqualTo("1.0.0"), "seen to be as the journal says");
        var refusal = await CallErrors.CatchAsync(async () => await client.Deploy.RollBackDeploymentAsync(Back, client.Gatekeeper.Grant("rollback", "shop", "test", Back)));
        Assert.That(refusal.Status.Detail, Does.Contain("was restored"));

        // A success makes the lane known again.
        Assert.That((await client.DeployAsync(TestClient.Request(version: "1.3.0"))).State, Is.EqualTo(State.Succeeded));
        var back = (await client.WatchAsync(await client.Deploy.RollBackDeploymentAsync(Back, client.Gatekeeper.Grant("rollback", "shop", "test", Back))))[^1].Deployment;
        Assert.That((back.State, back.Digest), Is.EqualTo((State.Succeeded, second.Digest)), back.Error);
    }

    [Test]
    public async Task Restore_FileThatIsNoJournal_IsRefusedAndChangesNothing()
    {
        var client = await _deployer.StartAsync();
        var done = await client.DeployAsync(TestClient.Request(version: "1.0.0"));
        await _deployer.StopAsync();
        using (var other = new SqliteConnection($"Data Source={Copy};Pooling=False"))
        {
            other.Open();
            using var command = other.CreateCommand();
            command.CommandText = "CREATE TABLE deployments (other TEXT)";
            command.ExecuteNonQuery();
        }

        var (code, said) = Run("restore", Copy);
        Assert.That((code, said.Contains("no copy of a journal", StringComparison.Ordinal)), Is.EqualTo((1, true)), said);
        Assert.That(Run("check").Code, Is.Zero);
        Assert.That(Directory.GetFiles(StatePath, "journal.db.before-*"), Is.Empty);
        await using var journal = new DeploymentJournal(JournalFile, TimeProvider.System);
        Assert.That(journal.Find(done.DeploymentId), Is.Not.Null);
    }

    [Test]
    public async Task Restore_AnotherReleaseIsThereThanTheJournalSays_ARollbackMustNameItsGoal()
    {
        var client = await _deployer.StartAsync();
        var first = await client.DeployAsync(TestClient.Request(version: "1.0.0"));
        Run("backup", Copy);
        await client.DeployAsync(TestClient.Request(version: "1.1.0"));
        await _deployer.StopAsync();
        File.Delete(JournalFile);
        Assert.That(Run("restore", Copy).Code, Is.Zero);
        Sql("UPDATE journal SET restored = 1");
        client = await _deployer.StartAsync();

        // Looking again and again would change nothing: the refusal says what does.
        Assert.That((await EnvironmentAsync("test")).Observed.Single().Release.Name, Does.StartWith("1.1.0-"));
        var refusal = await CallErrors.CatchAsync(async () => await client.Deploy.RollBackDeploymentAsync(Back, client.Gatekeeper.Grant("rollback", "shop", "test", Back)));
        Assert.That(refusal.Status.Detail, Does.Contain("where that is another release than before, it stays so"));
        var named = new RollBackDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = first.DeploymentId };
        var back = (await client.WatchAsync(await client.Deploy.RollBackDeploymentAsync(named, client.Gatekeeper.Grant("rollback", "shop", "test", named))))[^1].Deployment;
        Assert.That((back.State, back.Digest), Is.EqualTo((State.Succeeded, first.Digest)), back.Error);
    }

    [TestCase("as-is")]
    [TestCase("empty")]
    public async Task Restore_WithoutACopy_GoesOnAndMovesAsideWhatWasThere(string source)
    {
        var client = await _deployer.StartAsync();
        await client.DeployAsync(TestClient.Request(version: "1.0.0"));
        await _deployer.StopAsync();
        Assert.That(Run("restore", "as-is").Said, Does.Contain("nothing to restore"));
        File.Delete(Path.Combine(StatePath, HighWaterMark.FileName));
        var lost = File.ReadAllBytes(JournalFile);

        Assert.That(Run("restore", source).Code, Is.Zero);
        Assert.That(Directory.GetFiles(StatePath, "journal.db.before-*").Select(File.ReadAllBytes).Single(), Is.EqualTo(lost));
        Sql("UPDATE journal SET restored = 1");
        client = await _deployer.StartAsync();
        Assert.That((await client.DeployAsync(TestClient.Request(version: "1.1.0"))).State, Is.EqualTo(State.Succeeded));
    }

    [Test]
    public async Task Restore_WhileItIsServedFrom_IsRefused()
    {
        await _deployer.StartAsync();
        Assert.That(Run("restore", "empty").Code, Is.EqualTo(1));
        Assert.That(Run("restore").Code, Is.EqualTo(2));
    }

    private async Task<EnvironmentState> EnvironmentAsync(string environment)
    {
        var request = new GetEnvironmentRequest { Application = "shop", Environment = environment };
        return await _deployer.Client.Deploy.GetEnvironmentAsync(request, _deployer.Gatekeeper.Grant("get", "shop", environment, request));
    }

    private async Task LoseAsync(string what)
    {
        switch (what)
        {
            case "gone":
                File.Delete(JournalFile);
                break;
            case "empty":
                await File.WriteAllBytesAsync(JournalFile, []);
                break;
            case "older":
                File.Copy(Copy, JournalFile, overwrite: true);
                break;
            case "another":
                Sql("UPDATE journal SET id = 'x'");
                break;
            case "no mark":
                File.Delete(Path.Combine(StatePath, HighWaterMark.FileName));
                break;
            default:
                await File.WriteAllTextAsync(Path.Combine(StatePath, HighWaterMark.FileName), "x");
                break;
        }
    }

    private (int Code, string Said) Run(params string[] words)
    {
        using var said = new StringWriter();
        return (JournalCommand.Run(words, _deployer.Options, TimeProvider.System, said, said), said.ToString());
    }

    private void Sql(string text)
    {
        using var connection = new SqliteConnection($"Data Source={JournalFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are this fixture's.
        command.CommandText = text + "; PRAGMA wal_checkpoint(TRUNCATE)";
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
