using System.Text.Json;
using Deployer.Deployments;
using Deployer.Deployments.Journal;
using Deployer.Facts;
using Deployer.Storage;
using Deployer.Tests.Support;
using Gateway.Contract.Approvals;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Tests.Deployments.Journal;

[TestFixture]
internal sealed class DeploymentJournalTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
    private TestDirectory _directory = null!;

    private string FileName => _directory.Combine("journal.db");

    [SetUp]
    public void Create() => _directory = new TestDirectory();

    [TearDown]
    public void Remove() => _directory.Dispose();

    [Test]
    public async Task Open_Again_GivesWhatWasAppended()
    {
        await using (var journal = new DeploymentJournal(FileName, _time))
        {
            await BeginAsync(journal, "a");
            await BeginAsync(journal, "b");
            await journal.AppendAsync("a", new AttemptStarted { Attempt = 1 });
            await journal.AppendAsync("b", new DeploymentFailed { Error = "x" });
        }

        await using var again = new DeploymentJournal(FileName, _time);
        Assert.That(again.OpenAtStart, Is.EqualTo((string[])["a"]));
        Assert.That(again.Find("a")!.Snapshot.State, Is.EqualTo(State.Fetching));
        Assert.That(again.Find("b")!.Snapshot.Error, Is.EqualTo("x"));
        Assert.That(again.Find("c"), Is.Null);
    }

    [Test]
    public async Task Append_NotAllowed_IsRefusedAndNotWritten()
    {
        await using var journal = new DeploymentJournal(FileName, _time);
        await BeginAsync(journal, "a");
        Assert.That((await journal.AppendAsync("a", new ReleaseSwitched())).Refusal, Is.EqualTo(TransitionRefusal.WrongState));
        Assert.That(journal.Find("a")!.Facts, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Append_ManyAtOnce_OneWinsEachPlace()
    {
        await using var journal = new DeploymentJournal(FileName, _time);
        await BeginAsync(journal, "a");
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => journal.AppendAsync("a", new AttemptStarted { Attempt = 1 }))));
        Assert.That(outcomes.Count(o => o.Snapshot is not null), Is.EqualTo(1));
    }

    [Test]
    public async Task Open_OpenOnes_AreTheOldestFirstWheneverTheyWereApproved()
    {
        await using (var journal = new DeploymentJournal(FileName, _time))
        {
            await BeginAsync(journal, "z", approvals: 1);
            await BeginAsync(journal, "a");
            await journal.AppendAsync("z", new ApprovalGiven { Authorization = By("bob") });
        }

        await using var again = new DeploymentJournal(FileName, _time);
        Assert.That(again.OpenAtStart, Is.EqualTo((string[])["z", "a"]));
    }

    [Test]
    public async Task TrySpend_SameGrant_IsFalseEvenAfterItIsForgottenAndTheClockSetBack()
    {
        await using var journal = new DeploymentJournal(FileName, _time);
        var expires = _time.GetUtcNow().ToUnixTimeSeconds() + 15;
        Assert.That(await SpendAsync(journal, "one", expires), Is.True);
        Assert.That(await SpendAsync(journal, "one", expires), Is.False);

        _time.Advance(TimeSpan.FromHours(2));
        Assert.That(await SpendAsync(journal, "two", expires + 7200), Is.True, "forgets the first");
        _time.AdjustTime(_time.GetUtcNow());
        Assert.That(await SpendAsync(journal, "one", expires), Is.False, "the floor remembers");
        Assert.That(await SpendAsync(journal, "three", expires - 1), Is.False, "as old as what was forgotten");
    }

    // What was used while the clock was ahead is remembered as just that time: no grant of now is taken for one of those.
    [Test]
    public async Task TrySpend_ClockWasAheadForHours_TakesGrantsOfNowOnceItIsSetRight()
    {
        var clock = new FakeTimeProvider(_time.GetUtcNow().AddDays(1));
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        await using var journal = new DeploymentJournal(FileName, clock);
        Assert.That(await SpendAsync(journal, "ahead", now + 86_400 + 15), Is.True);
        clock.Advance(TimeSpan.FromHours(2));
        Assert.That(await SpendAsync(journal, "later", now + 86_400 + 7215), Is.True, "forgets the first");
        clock.AdjustTime(_time.GetUtcNow());
        Assert.That(await SpendAsync(journal, "of now", now + 15), Is.True);
        Assert.That(await SpendAsync(journal, "of now", now + 15), Is.False);
        Assert.That(await SpendAsync(journal, "ahead", now + 86_400 + 15), Is.False);
    }

    [Test]
    public async Task TrySpend_ManyTimesApart_AreRememberedInBoundedSpace()
    {
        await using var journal = new DeploymentJournal(FileName, _time);
        List<long> used = [];
        for (var i = 0; i < 80; i++)
        {
            used.Add(_time.GetUtcNow().ToUnixTimeSeconds() + 15);
            Assert.That(await SpendAsync(journal, $"{i}", used[^1]), Is.True);
            _time.Advance(TimeSpan.FromDays(1));
        }

        for (var i = 0; i < used.Count - 1; i++)
        {
            Assert.That(await SpendAsync(journal, $"{i}", used[i]), Is.False, $"{i}");
        }

        using var connection = new JournalDatabase(FileName).OpenForReading();
        Assert.That(connection.Scalar("SELECT COUNT(*) FROM forgotten"), Is.InRange(1, 64));
    }

    [Test]
    public async Task Write_FailingWork_FailsItsCallerAndTheNextSucceeds()
    {
        await using var journal = new DeploymentJournal(FileName, _time);
        await BeginAsync(journal, "a");
        Assert.That(
            async () => await journal.WriteAsync<bool>(t =>
            {
                t.Append("a", new AttemptStarted { Attempt = 1 });
                throw new InvalidOperationException("bug");
            }),
            Throws.InvalidOperationException.With.Message.EqualTo("bug"));
        Assert.That(journal.Find("a")!.Facts, Has.Count.EqualTo(1), "nothing of it stays");
        Assert.That((await journal.AppendAsync("a", new AttemptStarted { Attempt = 1 })).Snapshot!.State, Is.EqualTo(State.Fetching));
    }

    // What the file's rules refuse is one call's fault; those that are committed with it hear nothing of it.
    [Test]
    public async Task Write_StatementThatTheFileRefuses_FailsItsCallerAlone()
    {
        await using var journal = new DeploymentJournal(FileName, _time);
        await BeginAsync(journal, "a");
        using var together = new ManualResetEventSlim();
        var first = journal.WriteAsync(_ => together.Wait(TimeSpan.FromSeconds(5)));
        var refused = BeginAsync(journal, "a");
        var other = BeginAsync(journal, "b");
        together.Set();
        await first;
        Assert.That(async () => await refused, Throws.InstanceOf<JournalUnavailableException>());
        Assert.That(async () => await other, Throws.Nothing);
        Assert.That((journal.Find("a")!.Facts.Count, journal.Find("b")!.Facts.Count), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Write_ListenerFails_IsDurableAllTheSame()
    {
        await using var journal = new DeploymentJournal(FileName, _time);
        journal.Committed += _ => throw new InvalidOperationException("bug");
        await BeginAsync(journal, "a");
        await BeginAsync(journal, "b");
        Assert.That(journal.Find("b")!.Facts, Has.Count.EqualTo(1));
    }

    // The whole of what is read after a failed write is behind the writer's own catch: it lives on, and the next write opens the file anew.
    [Test]
    public async Task Write_FailsWhileAFactIsDamaged_TheNextIsWritten()
    {
        await using var journal = new DeploymentJournal(FileName, _time);
        await BeginAsync(journal, "a");
        await BeginAsync(journal, "b");
        Sql("UPDATE facts SET body = 'x' WHERE deployment = 1; ALTER TABLE facts RENAME TO gone");
        Assert.That(() => BeginAsync(journal, "c"), Throws.InstanceOf<JournalUnavailableException>());
        Assert.That(() => journal.WriteAsync<bool>(_ => throw new SqliteException("disk I/O error", 10)), Throws.InstanceOf<JournalUnavailableException>());
        Sql("ALTER TABLE gone RENAME TO facts");
        await BeginAsync(journal, "d");
        Assert.That(journal.Find("d"), Is.Not.Null);
    }

    [Test]
    public void Open_NewerSchema_IsRefused()
    {
        Sql("PRAGMA user_version = 99");
        Assert.That(() => new DeploymentJournal(FileName, _time), Throws.InstanceOf<JournalUnavailableException>().With.Message.Contains("99"));
    }

    [Test]
    public void Open_NotADatabase_IsRefused()
    {
        File.WriteAllText(FileName, new string('x', 4096));
        Assert.That(() => new DeploymentJournal(FileName, _time), Throws.InstanceOf<JournalUnavailableException>());
    }

    [TestCase("DELETE FROM facts WHERE ordinal = 2")]
    [TestCase("DELETE FROM facts WHERE ordinal = 1")]
    [TestCase("UPDATE facts SET body = '{}' WHERE ordinal = 2")]
    [TestCase("UPDATE facts SET body = '{\"fact\":\"succeeded\"}' WHERE ordinal = 2")]
    [TestCase("UPDATE facts SET ordinal = 7 WHERE ordinal = 3")]
    public async Task Find_DamagedFacts_AreNotBelieved(string damage)
    {
        await using (var journal = new DeploymentJournal(FileName, _time))
        {
            await BeginAsync(journal, "a");
            await journal.AppendAsync("a", new AttemptStarted { Attempt = 1 });
            await journal.AppendAsync("a", new DeploymentFailed { Error = "x" });
        }

        Sql(damage);
        await using var again = new DeploymentJournal(FileName, _time);
        Assert.That(() => again.Find("a"), Throws.InstanceOf<JournalUnavailableException>());
    }

    [Test]
    public void Create_File_IsWrittenThroughAtEachCommit()
    {
        var database = new JournalDatabase(FileName);
        database.Create();
        using var connection = database.OpenForWriting();
        Assert.That((int)File.GetUnixFileMode(FileName), Is.EqualTo(Convert.ToInt32("600", 8)));
        Assert.That(connection.Scalar("PRAGMA synchronous"), Is.EqualTo(2));
        Assert.That(connection.Rows("PRAGMA journal_mode", r => r.GetString(0)), Is.EqualTo((string[])["wal"]));
    }

    private static Task<bool> SpendAsync(DeploymentJournal journal, string id, long expires) => journal.WriteAsync(t => t.TrySpend(new GrantUse(id, expires, expires - 15)));

    private static async Task BeginAsync(DeploymentJournal journal, string id, int approvals = 0)
    {
        var accepted = new DeploymentAccepted
        {
            Application = "shop",
            Environment = "test",
            Version = "1",
            Authorization = By("ci"),
            ApprovalsNeeded = approvals,
            ApprovalRules = approvals == 0 ? [] : [new ApprovalRule(approvals, ["owner"])],
        };
        await journal.WriteAsync(t => t.Begin(id, accepted, accepted.Fingerprint(), SomeCall.Kept));
    }

    private static Authorization By(string client) => new()
    {
        Client = client,
        DecisionId = "d",
        PolicyRevision = "r",
        Grant = "g",
        Caller = JsonSerializer.SerializeToElement(new { kind = "person", principals = new[] { "owner" } }),
    };

    private void Sql(string text)
    {
        using var connection = new SqliteConnection($"Data Source={FileName};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are constants of this fixture.
        command.CommandText = text;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
