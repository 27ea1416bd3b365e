using Deployer.Facts;
using Deployer.Storage;
using Microsoft.Data.Sqlite;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Deployments.Journal;

/// <summary>What is read from the journal, by whichever connection.</summary>
internal static class JournalQueries
{
    // Looked up in a table that is made of the list once a query, so that pages are whole and tokens stay right.
    private const string VisiblePairs =
        " AND (application, environment) IN (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each($5))";

    /// <summary>Loads a deployment's history; null where there is none.</summary>
    public static DeploymentHistory? Load(SqliteConnection connection, string id)
    {
        var facts = connection.Rows(
            "SELECT f.ordinal, f.time, f.body FROM facts f JOIN deployments d ON d.seq = f.deployment WHERE d.id = $0 ORDER BY f.ordinal",
            ReadFact,
            id);
        return facts.Count == 0 ? null : DeploymentHistory.Replay(id, facts);
    }

    /// <summary>The ids of the deployments that are not over: those in the queue in its order, then those that wait for approval.</summary>
    public static List<string> OpenIds(SqliteConnection connection) => connection.Rows(
        "SELECT id FROM deployments WHERE state BETWEEN 1 AND 6 ORDER BY queued, seq",
        r => r.GetString(0));

    /// <summary>A page of ids with their sequence numbers, newest first. Null filters match all.</summary>
    public static List<(long Seq, string Id)> Page(SqliteConnection connection, DeploymentFilter filter, long before, int count)
    {
        // One text for each combination, so that each uses its index.
        var where = "seq < $0"
            + (filter.Application is null ? "" : " AND application = $1")
            + (filter.Environment is null ? "" : " AND environment = $2")
            + (filter.State is null ? "" : " AND state = $3")
            + (filter.Visible is null ? "" : VisiblePairs);
        return connection.Rows(
            $"SELECT seq, id FROM deployments WHERE {where} ORDER BY seq DESC LIMIT $4",
            r => (r.GetInt64(0), r.GetString(1)),
            before,
            filter.Application,
            filter.Environment,
            (long?)filter.State,
            (long)count,
            filter.Visible?.ToString());
    }

    /// <summary>The successes of a lane, newest first.</summary>
    public static List<string> Successes(SqliteConnection connection, string application, string environment, int count) => connection.Rows(
        "SELECT id FROM deployments WHERE application = $0 AND environment = $1 AND state = $2 ORDER BY seq DESC LIMIT $3",
        r => r.GetString(0),
        application,
        environment,
        (long)State.Succeeded,
        (long)count);

    /// <summary>The environments where an application's artifact has succeeded, sorted.</summary>
    public static List<string> SucceededIn(SqliteConnection connection, string application, string digest) => connection.Rows(
        "SELECT DISTINCT environment FROM deployments WHERE application = $0 AND digest = $1 AND state = $2 ORDER BY environment LIMIT 1000",
        r => r.GetString(0),
        application,
        digest,
        (long)State.Succeeded);

    private static RecordedFact ReadFact(SqliteDataReader row) =>
        new(row.GetInt32(0), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)), FactJson.Read(row.GetString(2)));
}
