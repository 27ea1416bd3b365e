using Deploy.V1;
using Deployer.Deployments;
using Deployer.Deployments.Journal;
using Deployer.Tests.Support;
using Microsoft.Data.Sqlite;
using CallErrors = Deployer.Tests.Support.CallErrors;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Tests.Deployments.Journal;

/// <summary>A theme: a journal that an older program has written, and what becomes of what was open in it. <c>Fixtures/README.md</c> says how it was made.</summary>
[TestFixture]
internal sealed class UpgradeTests
{
    private const string First = "sha256:714b553204d0b48366d5d080ce780c745ee6568a20f55ae8de270f7466a2e38c";
    private const string Second = "sha256:f24227210cd81575a3be686d38380c4e32f178965c25c5cc68a1be2189f24ef3";

    private TestDeployer _deployer = null!;

    private static RollBackDeploymentRequest Rollback => new() { Application = "shop", Environment = "test" };

    private string JournalFile => Path.Combine(_deployer.Options.StateDirectory, "journal.db");

    [SetUp]
    public void Create()
    {
        _deployer = new TestDeployer();
        Directory.CreateDirectory(_deployer.Options.StateDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.Copy(Fixture("journal-258fe09.db"), JournalFile);
        File.SetUnixFileMode(JournalFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Copy(Fixture("shop-1.0.0.tar.gz"), _deployer.DirectoryPath.Combine("artifacts", "shop-1.0.0.tar.gz"));
    }

    [TearDown]
    public async Task StopAsync() => await _deployer.DisposeAsync();

    // Releases had the first 12 digits of the digest in their names: what went live under one is that release still.
    [Test]
    public async Task RollBack_ToASuccessOfBefore_IsTheReleaseThatItWas()
    {
        _deployer.AddArtifact("1.1.0");
        _deployer.AddArtifact("1.2.0");
        _deployer.Environment.HealthCheck.File = "version.txt";
        _deployer.Environment.HealthCheck.Timeout = TimeSpan.FromMilliseconds(600);
        File.WriteAllBytes(_deployer.DirectoryPath.Combine("artifacts", "shop-6.6.6.tar.gz"), new TarBuilder().File("sick").ToGzip());
        File.Delete(JournalFile);
        var client = await _deployer.StartAsync();
        foreach (var version in (string[])["1.1.0", "1.2.0"])
        {
            await client.DeployAsync(TestClient.Request(version: version));
        }

        await _deployer.StopAsync();
        NameAsBefore();
        client = await _deployer.StartAsync();
        var back = (await client.WatchAsync(await client.Deploy.RollBackDeploymentAsync(Rollback, client.Gatekeeper.Grant("rollback", "shop", "test", Rollback))))[^1].Deployment;
        Assert.That((back.State, back.Version), Is.EqualTo((State.Succeeded, "1.1.0")), back.Error);

        var request = new GetEnvironmentRequest { Application = "shop", Environment = "test" };
        var state = await client.Deploy.GetEnvironmentAsync(request, client.Gatekeeper.Grant("get", "shop", "test", request));
        Assert.That(state.Observed.Single().Release, Is.EqualTo(state.Recorded));

        // It replaces what the journal knows, and going back from what was taken back is told so.
        var sick = await client.DeployAsync(TestClient.Request(version: "6.6.6"));
        Assert.That((sick.State, sick.Replaces.Version, sick.Replaces.Digest), Is.EqualTo((State.RolledBack, "1.1.0", back.Digest)));
        var refusal = await CallErrors.CatchAsync(async () => await client.Deploy.RollBackDeploymentAsync(Rollback, client.Gatekeeper.Grant("rollback", "shop", "test", Rollback)));
        Assert.That(refusal.Status.Detail, Does.Contain("1.1.0 is current"));
    }

    // The same release again was current before: a push of it that fails takes nothing back.
    [Test]
    public async Task Deploy_CurrentReleaseOfBeforeWhoseHealthFails_IsNotUndone()
    {
        _deployer.AddArtifact("1.1.0");
        File.Delete(JournalFile);
        var client = await _deployer.StartAsync();
        var first = await client.DeployAsync(TestClient.Request(version: "1.1.0"));
        await _deployer.StopAsync();
        NameAsBefore();
        _deployer.Environment.HealthCheck.File = "not-there";
        _deployer.Environment.HealthCheck.Timeout = TimeSpan.FromMilliseconds(300);
        client = await _deployer.StartAsync();
        var again = await client.DeployAsync(TestClient.Request(version: "1.1.0"));
        Assert.That(again.State, Is.EqualTo(State.Failed));
        await _deployer.StopAsync();
        await using var journal = new DeploymentJournal(JournalFile, TimeProvider.System);
        Assert.That(journal.Promotions("shop", first.Digest).SucceededIn, Is.EqualTo((string[])["test"]));
    }

    [Test]
    public async Task Open_EveryHistory_IsAsItWas()
    {
        await using var journal = new DeploymentJournal(JournalFile, TimeProvider.System);
        var all = journal.Page(new DeploymentFilter(null, null, null, null), long.MaxValue, 100);
        Assert.That(all.Select(row => $"{row.Seq} {row.History.Snapshot.Request.Environment} {row.History.Snapshot.Request.Version} {row.History.Snapshot.State}").Reverse(), Is.EqualTo((string[])
        [
            "1 test 1.0.0 Succeeded",
            "2 production 1.0.0 Succeeded",
            "3 test 1.1.0 Succeeded",
            "4 test 1.0.0 Succeeded",
            "5 test 9.9.9 Failed",
            "6 test 2.0.0 RolledBack",
            "7 stage 1.0.0 Succeeded",
            "8 stage 1.1.0 Succeeded",
            "9 stage 1.0.0 Succeeded",
            "10 stage 2.0.0 RolledBack",
            "11 stage 1.1.0 Succeeded",
            "12 stage 1.0.0 Succeeded",
            "13 production 1.1.0 PendingApproval",
            "14 test 3.0.0 Verifying",
            "15 test 1.1.0 Queued",
        ]));
        Assert.That(journal.OpenAtStart, Is.EqualTo(all.Where(row => row.Seq >= 13).OrderBy(row => row.Seq).Select(row => row.History.Snapshot.Id)));
    }

    [Test]
    public async Task Open_Successes_AreKnownWithWhatWasUndone()
    {
        await using (var journal = new DeploymentJournal(JournalFile, TimeProvider.System))
        {
            var first = journal.Promotions("shop", First);
            Assert.That((first.SucceededIn, first.Undone), Is.EqualTo(((string[])["production", "stage", "test"], Array.Empty<string>())));
            var second = journal.Promotions("shop", Second);
            Assert.That((second.SucceededIn, second.Undone), Is.EqualTo((Array.Empty<string>(), (string[])["stage", "test"])), "it was rolled back wherever it was");
            foreach (var environment in (string[])["test", "stage", "production"])
            {
                var lane = new Lane("shop", environment);
                Assert.That(await journal.WriteAsync(t => t.Stack(lane, 10).Select(success => success.Version).ToList()), Is.EqualTo((string[])["1.0.0"]), environment);
            }
        }

        // Once: it is of this program's schema now.
        await using var again = new DeploymentJournal(JournalFile, TimeProvider.System);
        Assert.That(again.Current(new Lane("shop", "stage"))!.Digest, Is.EqualTo(First));
    }

    [Test]
    public async Task Start_WhatHadNotBegunToPush_EndsExpiredAndSaysWhy()
    {
        await _deployer.StartAsync();
        foreach (var (environment, version) in ((string, string)[])[("production", "1.1.0"), ("test", "3.0.0"), ("test", "1.1.0")])
        {
            var open = Newest(environment, version);
            var done = (await _deployer.Client.WatchAsync(open))[^1].Deployment;
            Assert.That((done.State, done.Error), Is.EqualTo((State.Expired, "It was asked for before deployments were decided again when they run, and cannot be; ask for it again.")), version);
        }

        Assert.That(Directory.Exists(_deployer.Target()), Is.False, "nothing was pushed");
    }

    [Test]
    public async Task Start_NewDeploymentAndRollback_GoOnFromWhatWasThere()
    {
        _deployer.AddArtifact("4.0.0");
        var client = await _deployer.StartAsync();
        var done = await client.DeployAsync(TestClient.Request("stage", "4.0.0"));
        Assert.That(done.State, Is.EqualTo(State.Succeeded), done.Error);

        var request = new RollBackDeploymentRequest { Application = "shop", Environment = "stage" };
        var rollback = await client.Deploy.RollBackDeploymentAsync(request, client.Gatekeeper.Grant("rollback", "shop", "stage", request));
        var back = (await client.WatchAsync(rollback))[^1].Deployment;

        Assert.That((back.State, back.Version, back.Digest), Is.EqualTo((State.Succeeded, "1.0.0", First)), back.Error);
        Assert.That(File.Exists(Path.Combine(_deployer.Current("stage"), "healthz")));
        Assert.That(await CallErrors.ReasonOfAsync(() => client.Deploy.RollBackDeploymentAsync(request, client.Gatekeeper.Grant("rollback", "shop", "stage", request)).ResponseAsync), Is.EqualTo(ErrorReason.NotFound), "never forward");
    }

    // The schema of before there was anybody to tell.
    [Test]
    public async Task Open_WithoutAnOutbox_HasOneFromNowOn()
    {
        await using (var journal = new DeploymentJournal(JournalFile, TimeProvider.System))
        {
            Assert.That(journal.NewestNotice, Is.Zero);
        }

        SqliteConnection.ClearAllPools();
        AsBefore("DROP TABLE outbox; DROP TABLE stops; DELETE FROM sqlite_sequence WHERE name = 'outbox'; PRAGMA user_version = 2");
        await using var upgraded = new DeploymentJournal(JournalFile, TimeProvider.System, keepsNotices: true);
        Assert.That(upgraded.Page(new DeploymentFilter(null, null, null, null), long.MaxValue, 100), Has.Count.EqualTo(15));
        Assert.That((upgraded.NewestNotice, upgraded.Notices(0, 10).Count), Is.EqualTo((0, 0)), "what happened before is told to nobody");
        await upgraded.AppendAsync(upgraded.OpenAtStart[0], new Deployer.Facts.DeploymentExpired { Reason = "x" });
        Assert.That(upgraded.Notices(0, 10).Single().Type, Is.EqualTo("gatekeeper.deployment.expired.v1"));
    }

    // What was under way is recorded by what knows stops; what had stopped before is not.
    [Test]
    public async Task Open_WithoutStops_NotesThemFromNowOn()
    {
        await using (var journal = new DeploymentJournal(JournalFile, TimeProvider.System))
        {
            Assert.That(journal.Stops(10), Is.Empty);
        }

        SqliteConnection.ClearAllPools();
        AsBefore("DROP TABLE stops; PRAGMA user_version = 3");
        await using var upgraded = new DeploymentJournal(JournalFile, TimeProvider.System);
        var id = upgraded.OpenAtStart[0];
        await upgraded.AppendAsync(id, new Deployer.Facts.DeploymentExpired { Reason = "x" });
        Assert.That(upgraded.Stops(10).Select(stop => (stop.Deployment, stop.Ordinal)), Is.EqualTo(new[] { (id, upgraded.Find(id)!.Snapshot.Facts) }));
    }

    // Facts of before were kept without row ids; which grants were used is still known by the time of the youngest that was forgotten.
    [Test]
    public async Task Open_OfSchema4_KeepsFactsAndGrants()
    {
        await using (var journal = new DeploymentJournal(JournalFile, TimeProvider.System))
        {
            Assert.That(await journal.WriteAsync(t => t.TrySpend(new Deployer.Facts.GrantUse("used", 5_000_000_000, 4_999_999_985))));
        }

        AsBefore("UPDATE grant_floor SET expires = 4000000000; PRAGMA user_version = 4");
        var facts = (long)Sql("SELECT COUNT(*) FROM facts")!;
        await using var upgraded = new DeploymentJournal(JournalFile, TimeProvider.System);
        Assert.That(Sql("SELECT COUNT(*) FROM facts"), Is.EqualTo(facts));
        Assert.That(upgraded.Page(new DeploymentFilter(null, null, null, null), long.MaxValue, 100).Count(entry => entry.Damage is null), Is.EqualTo(15));
        Assert.That(await upgraded.WriteAsync(t => t.TrySpend(new Deployer.Facts.GrantUse("used", 5_000_000_000, 4_999_999_985))), Is.False);
        Assert.That(await upgraded.WriteAsync(t => t.TrySpend(new Deployer.Facts.GrantUse("forgotten", 3_999_999_999, 3_999_999_985))), Is.False);
        Assert.That(await upgraded.WriteAsync(t => t.TrySpend(new Deployer.Facts.GrantUse("new", 4_000_000_001, 3_999_999_990))));
    }

    // An upgrade that is cut off leaves the journal of before.
    [Test]
    public void Open_DamagedFacts_ChangesNothing()
    {
        Sql("UPDATE facts SET body = '{\"fact\":\"succeeded\"}' WHERE deployment = 3 AND ordinal = 2");
        Assert.That(() => new DeploymentJournal(JournalFile, TimeProvider.System), Throws.InstanceOf<JournalUnavailableException>());
        SqliteConnection.ClearAllPools();
        Assert.That(Sql("PRAGMA user_version"), Is.EqualTo(1L));
        Assert.That(Sql("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'successes'"), Is.EqualTo(0L));
    }

    private static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "fixtures", name);

    private Deployment Newest(string environment, string version) => new()
    {
        Application = "shop",
        Environment = environment,
        DeploymentId = (string)Sql($"SELECT d.id FROM deployments d JOIN facts f ON f.deployment = d.seq WHERE f.ordinal = 1 AND d.environment = '{environment}' AND json_extract(f.body, '$.version') = '{version}' ORDER BY d.seq DESC LIMIT 1")!,
    };

    // As a program of schema 4 or before has left it, which kept no mark.
    private void AsBefore(string older)
    {
        SqliteConnection.ClearAllPools();
        Sql(
            $"""
            ALTER TABLE facts RENAME TO newer;
            CREATE TABLE facts (deployment INTEGER NOT NULL REFERENCES deployments (seq), ordinal INTEGER NOT NULL, time INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (deployment, ordinal)) STRICT, WITHOUT ROWID;
            INSERT INTO facts SELECT * FROM newer;
            DROP TABLE newer;
            DROP INDEX deployments_by_application;
            DROP INDEX deployments_by_application_and_state;
            DROP INDEX deployments_by_environment_and_state;
            DROP INDEX deployments_by_lane_and_state;
            DROP INDEX successes_stacked;
            DROP TABLE journal;
            DROP TABLE observed;
            DROP TABLE forgotten;
            CREATE TABLE grant_floor (only INTEGER PRIMARY KEY CHECK (only = 1), expires INTEGER NOT NULL) STRICT;
            INSERT INTO grant_floor VALUES (1, 0);
            {older}
            """);
        File.Delete(Path.Combine(_deployer.Options.StateDirectory, HighWaterMark.FileName));
    }

    // As a deployer of before would have left the journal and the target.
    private void NameAsBefore()
    {
        const int Left = 64 - 12;
        Sql($"UPDATE successes SET release = substr(release, 1, length(release) - {Left})");
        foreach (var name in (string[])["release", "previous"])
        {
            Sql($"UPDATE facts SET body = json_set(body, '$.{name}', substr(json_extract(body, '$.{name}'), 1, length(json_extract(body, '$.{name}')) - {Left})) WHERE json_extract(body, '$.fact') = 'push_started' AND length(json_extract(body, '$.{name}')) > {Left}");
        }

        var target = _deployer.Target();
        foreach (var release in Directory.GetDirectories(Path.Combine(target, "releases")))
        {
            Directory.Move(release, release[..^Left]);
        }

        var current = new FileInfo(_deployer.Current()).LinkTarget!;
        File.Delete(_deployer.Current());
        File.CreateSymbolicLink(_deployer.Current(), current[..^Left]);
    }

    private object? Sql(string text)
    {
        using var connection = new SqliteConnection($"Data Source={JournalFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are this fixture's.
        command.CommandText = text;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
