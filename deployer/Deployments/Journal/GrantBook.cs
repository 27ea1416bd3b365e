using Deployer.Facts;
using Deployer.Storage;
using Microsoft.Data.Sqlite;

namespace Deployer.Deployments.Journal;

/// <summary>
/// The grants that were used. Those that expired long ago are forgotten one by one, and remembered together, by the time in which they expired:
/// a clock set back never makes one of them new again, and one that was wrongly ahead and is set right takes only that time along, rather than
/// all before it.
/// </summary>
internal static class GrantBook
{
    // A used grant is remembered this long after its expiry. Times closer together than that are one time.
    private const int RememberSeconds = 3600;

    private const int MaxTimes = 64;

    /// <summary>Uses a grant up. False where it was used before, may have been, or is older than the journal's last restoration.</summary>
    /// <param name="connection">The writer's, in its transaction.</param>
    /// <param name="grant">The grant.</param>
    /// <param name="now">Seconds since the Unix epoch.</param>
    public static bool TrySpend(SqliteConnection connection, GrantUse grant, long now)
    {
        if (connection.Scalar("SELECT restored >= $0 FROM journal", grant.IssuedAt) != 0
            || connection.Scalar("SELECT COUNT(*) FROM forgotten WHERE first <= $0 AND last >= $0", grant.ExpiresAt) != 0)
        {
            return false;
        }

        Forget(connection, now - RememberSeconds);
        return connection.Execute("INSERT OR IGNORE INTO grants (id, expires) VALUES ($0, $1)", grant.Key, grant.ExpiresAt) == 1;
    }

    private static void Forget(SqliteConnection connection, long before)
    {
        var last = connection.Scalar("SELECT MAX(expires) FROM grants WHERE expires < $0", before);
        if (last == 0)
        {
            return;
        }

        // Up to the first gap: what expired at quite another time was used under another clock.
        var first = connection.Scalar("SELECT MIN(expires) FROM grants");
        last = connection.Scalar(
            """
            SELECT MIN(expires) FROM grants g WHERE expires <= $0
              AND NOT EXISTS (SELECT 1 FROM grants WHERE expires > g.expires AND expires <= g.expires + $1 AND expires <= $0)
            """,
            last,
            (long)RememberSeconds);
        Remember(connection, first - RememberSeconds, last);
        connection.Execute("DELETE FROM grants WHERE expires <= $0", last);
    }

    private static void Remember(SqliteConnection connection, long first, long last)
    {
        const string Touching = "FROM forgotten WHERE first <= $1 AND last >= $0 - 3600";
        var from = connection.Scalar($"SELECT MIN(first) {Touching}", first, last);
        var to = connection.Scalar($"SELECT MAX(last) {Touching}", first, last);
        connection.Execute($"DELETE {Touching}", first, last);
        connection.Execute("INSERT INTO forgotten (first, last) VALUES ($0, $1)", to == 0 ? first : Math.Min(first, from), Math.Max(last, to));
        if (connection.Scalar("SELECT COUNT(*) FROM forgotten") > MaxTimes)
        {
            // The two oldest become one, with what is between them: nothing that was used is let through.
            connection.Execute(
                """
                UPDATE forgotten SET last = (SELECT MAX(last) FROM (SELECT last FROM forgotten ORDER BY first LIMIT 2)) WHERE first = (SELECT MIN(first) FROM forgotten);
                DELETE FROM forgotten WHERE first = (SELECT first FROM forgotten ORDER BY first LIMIT 1 OFFSET 1);
                """);
        }
    }
}
