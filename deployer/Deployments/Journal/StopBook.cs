using Deployer.Storage;
using Microsoft.Data.Sqlite;

namespace Deployer.Deployments.Journal;

/// <summary>
/// The facts that stop deployments and are not in the deployer's log yet: written in the transaction of the fact, so that no crash and no full
/// disk keeps one of them out of the log.
/// </summary>
internal static class StopBook
{
    /// <summary>The table.</summary>
    public const string Table = """
        CREATE TABLE stops (
          seq INTEGER PRIMARY KEY AUTOINCREMENT,
          deployment TEXT NOT NULL,
          ordinal INTEGER NOT NULL
        ) STRICT;
        """;

    /// <summary>Adds a deployment's fact.</summary>
    public static void Add(SqliteConnection connection, string deployment, int ordinal) =>
        connection.Execute("INSERT INTO stops (deployment, ordinal) VALUES ($0, $1)", deployment, (long)ordinal);

    /// <summary>The oldest ones.</summary>
    public static List<NotedStop> Oldest(SqliteConnection connection, int count) => connection.Rows(
        "SELECT seq, deployment, ordinal FROM stops ORDER BY seq LIMIT $0", r => new NotedStop(r.GetInt64(0), r.GetString(1), r.GetInt32(2)), (long)count);

    /// <summary>Forgets those up to a position.</summary>
    /// <returns>How many.</returns>
    public static int Forget(SqliteConnection connection, long through) => connection.Execute("DELETE FROM stops WHERE seq <= $0", through);
}
