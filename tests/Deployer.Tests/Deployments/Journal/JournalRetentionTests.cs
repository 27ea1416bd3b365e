using System.Text.Json;
using Deployer.Configuration;
using Deployer.Deployments;
using Deployer.Deployments.Journal;
using Deployer.Facts;
using Deployer.Storage;
using Deployer.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Deployer.Tests.Deployments.Journal;

/// <summary>A theme: how large the journal is, and what it need not keep.</summary>
[TestFixture]
internal sealed class JournalRetentionTests
{
    private FakeTimeProvider _time = null!;
    private TestDirectory _directory = null!;
    private DeploymentJournal _journal = null!;

    private string FileName => _directory.Combine("journal.db");

    [SetUp]
    public void Open()
    {
        _time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero)) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };
        _directory = new TestDirectory();
        _journal = new DeploymentJournal(FileName, _time);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await _journal.DisposeAsync();
        _directory.Dispose();
    }

    [Test]
    public async Task Trim_ByAge_RemovesWhatIsOverAndNeededByNothing()
    {
        await BeginAsync("open", "stage");
        await BeginAsync("failed");
        await _journal.AppendAsync("failed", new DeploymentFailed { Error = "x" });
        await SucceedAsync("current");
        _time.Advance(TimeSpan.FromDays(400));
        await BeginAsync("young");
        await _journal.AppendAsync("young", new DeploymentFailed { Error = "x" });

        Assert.That(await TrimAsync(maxDeployments: 1000, keepForDays: 365), Is.EqualTo(1));
        Assert.That(new[] { "open", "failed", "current", "young" }.Where(id => _journal.Find(id) is not null), Is.EqualTo((string[])["open", "current", "young"]));
        Assert.That(await TrimAsync(maxDeployments: 1000, keepForDays: 365), Is.Zero);
        using var connection = new JournalDatabase(FileName).OpenForReading();
        Assert.That(connection.Scalar("SELECT COUNT(*) FROM facts WHERE deployment NOT IN (SELECT seq FROM deployments)"), Is.Zero);
        Assert.That(_journal.Current(new Lane("shop", "test"))!.Deployment, Is.EqualTo("current"));
    }

    [Test]
    public async Task Trim_ByCount_RemovesTheOldest()
    {
        for (var i = 0; i < 120; i++)
        {
            await BeginAsync($"{i}");
            await _journal.AppendAsync($"{i}", new DeploymentFailed { Error = "x" });
        }

        Assert.That(await TrimAsync(maxDeployments: 50, keepForDays: 365), Is.EqualTo(70));
        Assert.That(_journal.Find("69"), Is.Null);
        Assert.That(_journal.Find("70"), Is.Not.Null);
    }

    // By what right it was asked for and executed is evidence, the grants above all, and as long as it is.
    [Test]
    public async Task Size_OfADeployment_IsBoundedWithoutItsEvidence()
    {
        const int Deployed = 20;
        const int Deployments = Deployed * 100;
        await using var deployer = new TestDeployer();
        var client = await deployer.StartAsync();
        for (var i = 0; i < Deployed; i++)
        {
            deployer.AddArtifact($"1.{i}.0");
            await client.DeployAsync(TestClient.Request(version: $"1.{i}.0"));
        }

        await deployer.StopAsync();
        var file = Path.Combine(deployer.Options.StateDirectory, "journal.db");
        await TimeColdPageAsync(file);
        using var connection = new JournalDatabase(file).OpenForWriting();
        Multiply(connection, Deployed, Deployments / Deployed);
        var evidence = connection.Scalar("SELECT SUM(COALESCE(length(body -> '$.authorization'), 0) + COALESCE(length(body -> '$.execution'), 0)) FROM facts");
        TestContext.Out.WriteLine(string.Join(", ", connection.Rows("SELECT body ->> '$.fact', COUNT(*), AVG(length(body)) FROM facts GROUP BY 1", r => $"{r.GetString(0)} {r.GetInt64(1)} x {r.GetDouble(2):F0}")));

        // Forgotten an hour later.
        connection.Execute("DELETE FROM grants");
        var now = Pages(connection);
        connection.Execute(
            """
            CREATE TABLE before (deployment INTEGER NOT NULL, ordinal INTEGER NOT NULL, time INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (deployment, ordinal)) STRICT, WITHOUT ROWID;
            INSERT INTO before SELECT deployment, ordinal, time, body FROM facts ORDER BY 1, 2;
            DELETE FROM facts;
            """);
        var before = Pages(connection);
        TestContext.Out.WriteLine($"a deployment: {(double)now / Deployments:F0} bytes, without row ids {(double)before / Deployments:F0}; of it evidence {(double)evidence / Deployments:F0}");
        Assert.That((now - evidence) / Deployments, Is.LessThanOrEqualTo(2816));
    }

    // So that what each index costs counts as it does in a journal of some age.
    private static void Multiply(SqliteConnection connection, int deployed, int times) => connection.Execute(
        $"""
        CREATE TEMP TABLE n AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {times - 1}) SELECT i FROM n;
        INSERT INTO deployments (seq, id, application, environment, request_hash, digest, state)
          SELECT seq + i * {deployed}, substr(id, 1, 32) || printf('%04d', i * {deployed} + seq), application, environment, request_hash, digest, state FROM deployments, n;
        INSERT INTO facts (deployment, ordinal, time, body) SELECT deployment + i * {deployed}, ordinal, time, body FROM facts, n ORDER BY 1, 2;
        INSERT INTO successes (application, environment, deployment, version, digest, release, stacked, undone)
          SELECT application, environment, deployment, version, digest, release, stacked, undone FROM successes, n;
        """);

    private static async Task TimeColdPageAsync(string file)
    {
        for (var i = 0; i < 3; i++)
        {
            await using var cold = new DeploymentJournal(file, TimeProvider.System);
            var begin = System.Diagnostics.Stopwatch.GetTimestamp();
            var count = cold.Page(new DeploymentFilter(null, null, null), long.MaxValue, 50).Count;
            TestContext.Out.WriteLine($"a page of {count} that is not in memory: {System.Diagnostics.Stopwatch.GetElapsedTime(begin).TotalMilliseconds:F1} ms");
        }
    }

    // Without what an empty journal has.
    private long Pages(SqliteConnection connection)
    {
        connection.Execute("VACUUM");
        using var empty = new JournalDatabase(FileName).OpenForReading();
        return (connection.Scalar("PRAGMA page_count") - empty.Scalar("PRAGMA page_count")) * 4096;
    }

    private async Task<int> TrimAsync(int maxDeployments, int keepForDays)
    {
        await _journal.ForgetStopsAsync(long.MaxValue);
        var options = new DeployerOptions { Journal = new JournalOptions { MaxDeployments = maxDeployments, KeepFor = TimeSpan.FromDays(keepForDays) } };
        using var keeper = new JournalKeeper(_journal, options, _time, NullLogger<JournalKeeper>.Instance);
        var trimmed = keeper.TrimAsync(CancellationToken.None);
        while (await Task.WhenAny(trimmed, Task.Delay(10)) != trimmed)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        return await trimmed;
    }

    private async Task BeginAsync(string id, string environment = "test")
    {
        var accepted = new DeploymentAccepted
        {
            Application = "shop",
            Environment = environment,
            Version = "1",
            IsDecidedAtExecution = true,
            Authorization = new Authorization { Client = "ci", DecisionId = "d", PolicyRevision = "r", Grant = "g", Caller = JsonSerializer.SerializeToElement(new { }) },
        };
        await _journal.WriteAsync(t => t.Begin(id, accepted, accepted.Fingerprint(), SomeCall.Kept));
    }

    private async Task SucceedAsync(string id)
    {
        await BeginAsync(id);
        DeploymentFact[] facts =
        [
            new AttemptStarted { Attempt = 1 }, new ArtifactFetched { Name = "shop.zip", Digest = "sha256:a", Size = 1, Source = "directory" }, new ArtifactVerified { PolicyRevision = "r" },
            new DeploymentPlanned { DestinationDigest = "sha256:d" }, new PushStarted { Release = "1" }, new ReleaseSwitched(), new DeploymentSucceeded(),
        ];
        foreach (var fact in facts)
        {
            Assert.That((await _journal.AppendAsync(id, fact)).Refusal, Is.EqualTo(TransitionRefusal.None), $"{fact}");
        }
    }
}
