using Deployer.Facts;
using Deployer.Storage;
using Gateway.Hosting.Notifications;
using Microsoft.Data.Sqlite;

namespace Deployer.Deployments.Journal;

/// <summary>
/// What others are to be told, in one order: written in the transaction of the fact, so that a crash loses none of it, and kept until everybody
/// was told. Of a deployment it names the fact; of a hold it says what became of it.
/// </summary>
internal static class Outbox
{
    /// <summary>The most notices that are kept; the oldest go first.</summary>
    public const int MaxKept = 100_000;

    /// <summary>The table. AUTOINCREMENT, so that no position comes again when the table was empty.</summary>
    public const string Table = """
        CREATE TABLE outbox (
          seq INTEGER PRIMARY KEY AUTOINCREMENT,
          type TEXT NOT NULL,
          deployment TEXT NOT NULL,
          ordinal INTEGER NOT NULL,
          hold TEXT
        ) STRICT;
        """;

    /// <summary>Adds what there is to tell of a deployment's fact.</summary>
    public static void Add(SqliteConnection connection, string type, string deployment, int ordinal) => Add(connection, type, deployment, ordinal, hold: null);

    /// <summary>Adds what became of a hold.</summary>
    public static void Add(SqliteConnection connection, HoldChange change) =>
        Add(connection, change.ReleasedBy is null ? NotificationTypes.HoldSet : NotificationTypes.HoldReleased, "", 0, FactJson.Write(change));

    /// <summary>The notices after a position, the oldest first.</summary>
    public static List<Notice> After(SqliteConnection connection, long position, int count) => connection.Rows(
        "SELECT seq, type, deployment, ordinal, hold FROM outbox WHERE seq > $0 ORDER BY seq LIMIT $1",
        r => new Notice(r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetInt32(3), r.IsDBNull(4) ? null : FactJson.ReadHoldChange(r.GetString(4))),
        position,
        (long)count);

    /// <summary>The last position that there is, or was.</summary>
    public static long Newest(SqliteConnection connection) => connection.Scalar("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'");

    /// <summary>How many are kept.</summary>
    public static long Count(SqliteConnection connection) => connection.Scalar("SELECT COUNT(*) FROM outbox");

    /// <summary>Forgets those up to a position.</summary>
    /// <returns>How many.</returns>
    public static int Forget(SqliteConnection connection, long through) => connection.Execute("DELETE FROM outbox WHERE seq <= $0", through);

    private static void Add(SqliteConnection connection, string type, string deployment, int ordinal, string? hold)
    {
        connection.Execute("INSERT INTO outbox (type, deployment, ordinal, hold) VALUES ($0, $1, $2, $3)", type, deployment, (long)ordinal, hold);
        Forget(connection, connection.Scalar("SELECT last_insert_rowid()") - MaxKept);
    }
}
