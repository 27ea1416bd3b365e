using System.Diagnostics;
using Deployer.Deployments;
using Deployer.Deployments.Journal;
using Deployer.Storage;
using Deployer.Tests.Support;
using Gateway.Contract.Visibility;
using Microsoft.Data.Sqlite;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Tests.Deployments.Journal;

/// <summary>A list costs what is on its page, whatever is rare in it: with 100,000 deployments, each in at most 10 ms.</summary>
[TestFixture]
internal sealed class JournalQueriesTests
{
    private const int Count = 100_000;

    private TestDirectory _directory = null!;
    private SqliteConnection _connection = null!;

    private static readonly VisibleList Few = VisibleList.TryCreate([("rare", "test"), ("app7", "stage"), ("gone", "test")])!;
    private static readonly VisibleList Thousand = VisibleList.TryCreate([.. Enumerable.Range(0, 1000).Select(i => ($"team{i}", "test")), ("rare", "test")])!;

    private static readonly DeploymentFilter[] Filters =
    [
        .. from application in new[] { null, "app7", "rare", "none" }
           from environment in new[] { null, "test", "seldom" }
           from state in new State?[] { null, State.Succeeded, State.RolledBack }
           from visible in new[] { null, Few }
           select new DeploymentFilter(application, environment, state, visible),
        new(null, null, null, Thousand),
        new(null, null, State.RolledBack, Thousand),
    ];

    [OneTimeSetUp]
    public void Fill()
    {
        _directory = new TestDirectory();
        var database = new JournalDatabase(_directory.Combine("journal.db"));
        database.Create();
        _connection = database.OpenForWriting();

        // The rare ones are the oldest.
        _connection.Execute(
            $"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Count})
            INSERT INTO deployments (id, application, environment, request_hash, digest, state)
            SELECT 'd' || i,
              CASE WHEN i <= 20 THEN 'rare' ELSE 'app' || (i % 50) END,
              CASE WHEN i <= 40 AND i > 20 THEN 'seldom' WHEN i % 3 = 0 THEN 'stage' ELSE 'test' END,
              x'00', '', CASE WHEN i <= 60 THEN {(int)State.RolledBack} ELSE {(int)State.Succeeded} END FROM n
            """);
    }

    [OneTimeTearDown]
    public void Remove()
    {
        _connection.Dispose();
        _directory.Dispose();
    }

    [Test]
    public void Page_AnyFilter_IsRightAndSearchesAnIndex() => Assert.Multiple(() => Array.ForEach(Filters, RequireRight));

    private void RequireRight(DeploymentFilter filter)
    {
        var page = JournalQueries.Page(_connection, filter, long.MaxValue, 51);
        var all = _connection.Rows("SELECT seq, id, application, environment, state FROM deployments ORDER BY seq DESC", r => (Seq: r.GetInt64(0), Id: r.GetString(1), Application: r.GetString(2), Environment: r.GetString(3), State: (State)r.GetInt32(4)));
        var visible = filter.Visible?.ToString();
        var expected = all.Where(row => (filter.Application ?? row.Application) == row.Application && (filter.Environment ?? row.Environment) == row.Environment && (filter.State ?? row.State) == row.State
            && (visible is null || visible.Contains($"[\"{row.Application}\",\"{row.Environment}\"]", StringComparison.Ordinal))).Take(51).Select(row => (row.Seq, row.Id));
        Assert.That(page, Is.EqualTo(expected));

        using var command = JournalQueries.PageCommand(_connection, filter, long.MaxValue, 51);
        command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        using var reader = command.ExecuteReader();
        Assert.That(reader.Read());
        var plan = reader.GetString(3);
        Assert.That((plan, reader.Read()), Is.EqualTo((plan, false)), "and sorts nothing");
        Assert.That(plan, Does.StartWith("SEARCH deployments USING"));
        Assert.That(System.Text.RegularExpressions.Regex.Count(plan, "=\\?"), Is.EqualTo(new object?[] { filter.Application, filter.Environment, filter.State }.Count(given => given is not null)), plan);
    }

    // Ten times what each may take, for a machine that does other things, too; the mean of all is told.
    [Test]
    public void Page_EveryFilter_CostsMilliseconds()
    {
        var costs = Filters.Select(filter => (Cost: Measure(() => JournalQueries.Page(_connection, filter, long.MaxValue, 51)), filter)).OrderByDescending(cost => cost.Cost).ToArray();
        TestContext.Out.WriteLine($"mean {costs.Average(cost => cost.Cost):F2} ms, slowest {costs[0].Cost:F2} ms of {Name(costs[0].filter)}");
        Assert.That(costs[0].Cost, Is.LessThan(100), Name(costs[0].filter));
    }

    private static string Name(DeploymentFilter filter) => $"{filter with { Visible = null }}, {filter.Visible?.Count} lanes";

    private static double Measure(Action read)
    {
        read();
        return Enumerable.Range(0, 5).Select(_ =>
        {
            var begin = Stopwatch.GetTimestamp();
            read();
            return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        }).Min();
    }
}
