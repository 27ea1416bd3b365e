using Deployer.Storage;
using Microsoft.Data.Sqlite;

namespace Deployer.Deployments.Journal;

/// <summary>The journal's tables. The truth is in <c>facts</c>; the columns of <c>deployments</c> only find rows, and are written with them.</summary>
internal static class JournalSchema
{
    private const int Version = 5;

    private const string Tables = """
        CREATE TABLE deployments (
          seq INTEGER PRIMARY KEY AUTOINCREMENT,
          id TEXT NOT NULL UNIQUE,
          application TEXT NOT NULL,
          environment TEXT NOT NULL,
          request_id TEXT UNIQUE,
          request_hash BLOB NOT NULL,
          digest TEXT NOT NULL,
          state INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE grants (
          id TEXT PRIMARY KEY,
          expires INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX grants_by_expiry ON grants (expires);
        """;

    // With row ids: without, a fact of more than a quarter of a page takes a page of its own.
    private const string FactsTable = """
        CREATE TABLE facts (
          deployment INTEGER NOT NULL REFERENCES deployments (seq),
          ordinal INTEGER NOT NULL,
          time INTEGER NOT NULL,
          body TEXT NOT NULL,
          UNIQUE (deployment, ordinal)
        ) STRICT;
        """;

    // One for every filter that a list may have, each with the order of the list: a page costs what is on it, whatever is rare.
    private const string Indexes = """
        CREATE INDEX deployments_by_application ON deployments (application, seq);
        CREATE INDEX deployments_by_environment ON deployments (environment, seq);
        CREATE INDEX deployments_by_state ON deployments (state, seq);
        CREATE INDEX deployments_by_lane ON deployments (application, environment, seq);
        CREATE INDEX deployments_by_application_and_state ON deployments (application, state, seq);
        CREATE INDEX deployments_by_environment_and_state ON deployments (environment, state, seq);
        CREATE INDEX deployments_by_lane_and_state ON deployments (application, environment, state, seq);
        CREATE INDEX successes_stacked ON successes (application, environment, seq) WHERE stacked = 1;
        """;

    // Version 4 kept facts without row ids, fewer indexes, and one time before which all grants were forgotten.
    private const string FromVersion4 = $"""
        ALTER TABLE facts RENAME TO facts_before;
        {FactsTable}
        INSERT INTO facts (deployment, ordinal, time, body) SELECT deployment, ordinal, time, body FROM facts_before ORDER BY deployment, ordinal;
        DROP TABLE facts_before;
        DROP INDEX IF EXISTS deployments_by_lane;
        DROP INDEX IF EXISTS deployments_by_environment;
        DROP INDEX IF EXISTS deployments_by_state;
        {Indexes}
        {JournalState.Tables}
        INSERT INTO forgotten SELECT 0, expires FROM grant_floor WHERE expires > 0;
        DROP TABLE grant_floor;
        """;

    // What the facts say of each lane, kept beside them: its successes in their order, and its last push. The calls
    // that are decided again, until their deployments are over. And the holds.
    private const string LaneTables = """
        CREATE TABLE successes (
          seq INTEGER PRIMARY KEY AUTOINCREMENT,
          application TEXT NOT NULL,
          environment TEXT NOT NULL,
          deployment TEXT NOT NULL,
          version TEXT NOT NULL,
          digest TEXT NOT NULL,
          release TEXT NOT NULL,
          stacked INTEGER NOT NULL,
          undone INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX successes_by_lane ON successes (application, environment, seq);
        CREATE INDEX successes_by_digest ON successes (application, digest);
        CREATE TABLE pushes (
          application TEXT NOT NULL,
          environment TEXT NOT NULL,
          deployment TEXT NOT NULL,
          PRIMARY KEY (application, environment)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE calls (
          deployment INTEGER NOT NULL REFERENCES deployments (seq),
          decision TEXT NOT NULL,
          method TEXT NOT NULL,
          message BLOB NOT NULL,
          caller BLOB NOT NULL,
          PRIMARY KEY (deployment, decision)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE holds (
          application TEXT NOT NULL,
          environment TEXT NOT NULL,
          time INTEGER NOT NULL,
          body TEXT NOT NULL,
          PRIMARY KEY (application, environment)
        ) STRICT, WITHOUT ROWID;
        """;

    // Version 1 kept the order of the queue, which follows from the facts now.
    private const string FromVersion1 = """
        DROP INDEX deployments_by_queued;
        DROP INDEX deployments_by_digest;
        ALTER TABLE deployments DROP COLUMN queued;
        """;

    /// <summary>Makes the tables, or brings those of an older version of this program to this one's: all of it, or none.</summary>
    /// <exception cref="JournalUnavailableException">The file was written by a newer version of this program.</exception>
    /// <exception cref="InvalidDataException">Its facts are not such as this program writes.</exception>
    public static void Ensure(SqliteConnection connection)
    {
        // What an upgrade leaves behind is what it copies: to overwrite it would only double the work.
        connection.Execute("PRAGMA secure_delete=OFF");
        connection.Execute("BEGIN IMMEDIATE");
        var version = connection.Scalar("PRAGMA user_version");
        if (version > Version)
        {
            throw new JournalUnavailableException($"The journal has schema {version}; this program knows {Version}. Use the newer program.");
        }

        if (version == 0)
        {
            connection.Execute(Tables);
            connection.Execute(FactsTable);
            connection.Execute(LaneTables);
            connection.Execute(Indexes);
            connection.Execute(JournalState.Tables);
        }
        else if (version == 1)
        {
            connection.Execute(FromVersion1);
            connection.Execute(LaneTables);
            LaneBook.Rebuild(connection);
        }

        if (version < 3)
        {
            connection.Execute(Outbox.Table);
        }

        if (version < 4)
        {
            connection.Execute(StopBook.Table);
        }

        if (version is > 0 and < 5)
        {
            connection.Execute(FromVersion4);
        }

        connection.Execute($"PRAGMA user_version = {Version}");
        connection.Execute("COMMIT");
        connection.Execute("PRAGMA secure_delete=ON");
    }
}
