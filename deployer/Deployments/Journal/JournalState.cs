using Deployer.Storage;
using Microsoft.Data.Sqlite;

namespace Deployer.Deployments.Journal;

/// <summary>What the journal says of itself, in a table of one row.</summary>
/// <param name="Mark">How far it has come.</param>
/// <param name="RestoredAt">Grants that were issued up to then are refused: the journal may have forgotten that they were used. Seconds since the Unix epoch; 0 where it never was restored.</param>
/// <param name="KnownUntil">What was acknowledged between then and the restoration is lost. Milliseconds since the Unix epoch.</param>
internal sealed record JournalState(JournalMark Mark, long RestoredAt, long KnownUntil)
{
    /// <summary>The tables: the row, the lanes that were seen since the last restoration, and the times of which used grants are forgotten.</summary>
    public const string Tables = """
        CREATE TABLE journal (
          only INTEGER PRIMARY KEY CHECK (only = 1),
          id TEXT NOT NULL,
          commits INTEGER NOT NULL,
          time INTEGER NOT NULL,
          restored INTEGER NOT NULL,
          known INTEGER NOT NULL
        ) STRICT;
        INSERT INTO journal VALUES (1, lower(hex(randomblob(16))), 0, 0, 0, 0);
        CREATE TABLE observed (
          application TEXT NOT NULL,
          environment TEXT NOT NULL,
          PRIMARY KEY (application, environment)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE forgotten (
          first INTEGER PRIMARY KEY,
          last INTEGER NOT NULL
        ) STRICT;
        """;

    /// <summary>Reads it; null in a file of an older program.</summary>
    public static JournalState? Find(SqliteConnection connection) =>
        connection.Scalar("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'journal'") == 0
            ? null
            : connection.Rows(
                "SELECT id, commits, time, restored, known FROM journal",
                r => new JournalState(new JournalMark(r.GetString(0), r.GetInt64(1), r.GetInt64(2)), r.GetInt64(3), r.GetInt64(4))).FirstOrDefault();

    /// <summary>Counts the transaction that is about to be committed.</summary>
    public static JournalMark Count(SqliteConnection connection, DateTimeOffset time) => connection.Rows(
        "UPDATE journal SET commits = commits + 1, time = $0 RETURNING id, commits, time",
        r => new JournalMark(r.GetString(0), r.GetInt64(1), r.GetInt64(2)),
        time.ToUnixTimeMilliseconds()).Single();

    /// <summary>Whether what the journal says of a lane's target is what is there, as far as it can know: it never was restored, or the lane was seen since.</summary>
    public static bool Knows(SqliteConnection connection, Lane lane) => connection.Scalar(
        "SELECT (SELECT restored FROM journal) = 0 OR EXISTS (SELECT 1 FROM observed WHERE application = $0 AND environment = $1)",
        lane.Application,
        lane.Environment) != 0;

    /// <summary>Notes that a lane was seen to be as the journal says.</summary>
    public static void NoteObserved(SqliteConnection connection, Lane lane) => connection.Execute(
        "INSERT OR IGNORE INTO observed (application, environment) SELECT $0, $1 FROM journal WHERE restored > 0", lane.Application, lane.Environment);
}
