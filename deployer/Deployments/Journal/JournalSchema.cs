using Deployer.Storage;
using Microsoft.Data.Sqlite;

namespace Deployer.Deployments.Journal;

/// <summary>The journal's tables. The truth is in <c>facts</c>; the columns of <c>deployments</c> only find rows, and are written with them.</summary>
internal static class JournalSchema
{
    private const int Version = 1;

    private const string Tables = """
        CREATE TABLE deployments (
          seq INTEGER PRIMARY KEY AUTOINCREMENT,
          id TEXT NOT NULL UNIQUE,
          application TEXT NOT NULL,
          environment TEXT NOT NULL,
          request_id TEXT UNIQUE,
          request_hash BLOB NOT NULL,
          digest TEXT NOT NULL,
          state INTEGER NOT NULL,
          queued INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX deployments_by_lane ON deployments (application, environment, seq);
        CREATE INDEX deployments_by_environment ON deployments (environment, seq);
        CREATE INDEX deployments_by_digest ON deployments (application, digest, state);
        CREATE INDEX deployments_by_state ON deployments (state, seq);
        CREATE INDEX deployments_by_queued ON deployments (queued);
        CREATE TABLE facts (
          deployment INTEGER NOT NULL REFERENCES deployments (seq),
          ordinal INTEGER NOT NULL,
          time INTEGER NOT NULL,
          body TEXT NOT NULL,
          PRIMARY KEY (deployment, ordinal)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE grants (
          id TEXT PRIMARY KEY,
          expires INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX grants_by_expiry ON grants (expires);
        CREATE TABLE grant_floor (
          only INTEGER PRIMARY KEY CHECK (only = 1),
          expires INTEGER NOT NULL
        ) STRICT;
        INSERT INTO grant_floor VALUES (1, 0);
        """;

    /// <summary>Makes the tables, all or none of them, where they are not there.</summary>
    /// <exception cref="JournalUnavailableException">The file was written by a newer version of this program.</exception>
    public static void Ensure(SqliteConnection connection)
    {
        connection.Execute("BEGIN IMMEDIATE");
        var version = connection.Scalar("PRAGMA user_version");
        if (version > Version)
        {
            throw new JournalUnavailableException($"The journal has schema {version}; this program knows {Version}. Use the newer program.");
        }

        if (version == 0)
        {
            connection.Execute(Tables);
            connection.Execute($"PRAGMA user_version = {Version}");
        }

        connection.Execute("COMMIT");
    }
}
