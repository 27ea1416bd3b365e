using System.Text.Json;
using Deployer.Facts;
using Deployer.Storage;
using Microsoft.Data.Sqlite;

namespace Deployer.Deployments.Journal;

/// <summary>Says which deployments the journal need not keep any longer, and removes them.</summary>
internal static class JournalRetention
{
    // What is looked at for one answer; the oldest are, so that what is not to go ends the look soon.
    private const int MaxLooked = 2000;

    // The current success of a lane, and those that a rollback may name.
    private const int KeptOfLane = 10;

    private static readonly string FinalStates = string.Join(
        ", ", Enum.GetValues<Deploy.V1.Deployment.Types.State>().Where(DeploymentSnapshot.IsFinalState).Select(state => (int)state));

    /// <summary>The oldest deployments that may go.</summary>
    /// <param name="connection">Any connection.</param>
    /// <param name="maxDeployments">The most that are kept.</param>
    /// <param name="before">What was over before then goes, however many there are.</param>
    /// <param name="count">How many at most.</param>
    public static List<string> Expired(SqliteConnection connection, int maxDeployments, DateTimeOffset before, int count)
    {
        var needed = Needed(connection);
        var tooMany = connection.Scalar("SELECT seq FROM deployments ORDER BY seq DESC LIMIT 1 OFFSET $0", (long)maxDeployments);
        var old = before.ToUnixTimeMilliseconds();
        return connection.Rows(
            $"""
            SELECT id, seq, (SELECT COALESCE(MAX(time), 0) FROM facts WHERE deployment = seq) FROM deployments
            WHERE state IN ({FinalStates}) AND id NOT IN (SELECT value FROM json_each($0)) ORDER BY seq LIMIT {MaxLooked}
            """,
            r => (Id: r.GetString(0), Seq: r.GetInt64(1), Time: r.GetInt64(2)),
            JsonSerializer.Serialize(needed)).Where(row => row.Seq <= tooMany || row.Time < old).Take(count).Select(row => row.Id).ToList();
    }

    /// <summary>Removes deployments.</summary>
    /// <param name="connection">The writer's, in its transaction.</param>
    /// <param name="ids">The deployments; those that are open stay.</param>
    /// <returns>How many went.</returns>
    public static int Remove(SqliteConnection connection, IReadOnlyList<string> ids)
    {
        var removed = 0;
        foreach (var id in ids)
        {
            var seq = connection.Scalar($"SELECT seq FROM deployments WHERE id = $0 AND state IN ({FinalStates})", id);
            connection.Execute("DELETE FROM calls WHERE deployment = $0", seq);
            connection.Execute("DELETE FROM facts WHERE deployment = $0", seq);
            removed += connection.Execute("DELETE FROM deployments WHERE seq = $0", seq);
        }

        return removed;
    }

    // What a rollback may go to, what was pushed last, and what is to be recorded or told yet.
    private static HashSet<string> Needed(SqliteConnection connection)
    {
        var needed = connection.Rows("SELECT deployment FROM pushes UNION SELECT deployment FROM stops UNION SELECT deployment FROM outbox", r => r.GetString(0)).ToHashSet(StringComparer.Ordinal);
        foreach (var lane in connection.Rows("SELECT DISTINCT application, environment FROM successes WHERE stacked = 1", r => new Lane(r.GetString(0), r.GetString(1))))
        {
            needed.UnionWith(LaneBook.Stack(connection, lane, KeptOfLane).Select(success => success.Deployment));
        }

        return needed;
    }
}
