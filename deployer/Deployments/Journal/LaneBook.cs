using Deployer.Facts;
using Deployer.Storage;
using Microsoft.Data.Sqlite;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Deployments.Journal;

/// <summary>
/// What the facts say of each lane: its stack of successes, of which the topmost is current, and its last push. Written in the transaction of
/// the fact that changes it; the facts can rebuild it.
/// </summary>
internal static class LaneBook
{
    /// <summary>Takes note of a deployment's last fact.</summary>
    /// <param name="connection">The writer's, in its transaction.</param>
    /// <param name="snapshot">The deployment after the fact.</param>
    /// <param name="fact">The fact.</param>
    public static void Note(SqliteConnection connection, DeploymentSnapshot snapshot, DeploymentFact fact)
    {
        switch (fact)
        {
            case PushStarted:
                connection.Execute(
                    "INSERT OR REPLACE INTO pushes (application, environment, deployment) VALUES ($0, $1, $2)",
                    snapshot.Request.Application,
                    snapshot.Request.Environment,
                    snapshot.Id);
                break;
            case DeploymentSucceeded:
                Succeed(connection, snapshot);
                break;
            case RollbackFinished when snapshot.State == State.RolledBack:
                Undo(connection, snapshot);
                break;
        }
    }

    /// <summary>Makes the tables from the facts of all deployments that have pushed, in the order in which they were pushed.</summary>
    /// <exception cref="InvalidDataException">The facts are not such as this program writes.</exception>
    public static void Rebuild(SqliteConnection connection)
    {
        connection.Execute("DELETE FROM successes; DELETE FROM pushes;");
        var pushed = connection.Rows(
            """
            SELECT d.id FROM deployments d JOIN facts f ON f.deployment = d.seq
            WHERE json_extract(f.body, '$.fact') = 'push_started' ORDER BY f.time, d.seq
            """,
            r => r.GetString(0));
        foreach (var id in pushed.Distinct(StringComparer.Ordinal))
        {
            var history = JournalQueries.Load(connection, id)!;
            foreach (var recorded in history.Facts)
            {
                Note(connection, history.Snapshot, recorded.Fact);
            }
        }
    }

    /// <summary>The stack of a lane, the current success first.</summary>
    /// <param name="connection">Any connection.</param>
    /// <param name="lane">The lane.</param>
    /// <param name="count">How many at most.</param>
    public static List<Success> Stack(SqliteConnection connection, Lane lane, int count) => connection.Rows(
        "SELECT deployment, version, digest, release FROM successes WHERE application = $0 AND environment = $1 AND stacked = 1 ORDER BY seq DESC LIMIT $2",
        ReadSuccess,
        lane.Application,
        lane.Environment,
        (long)count);

    /// <summary>The newest success whose release has this name at the target; null where the journal knows none.</summary>
    public static Success? OfRelease(SqliteConnection connection, Lane lane, string release)
    {
        var found = connection.Rows(
            "SELECT deployment, version, digest, release FROM successes WHERE application = $0 AND environment = $1 AND release = $2 ORDER BY seq DESC LIMIT 1",
            ReadSuccess,
            lane.Application,
            lane.Environment,
            release);
        return found.FirstOrDefault();
    }

    /// <summary>
    /// The name under which an artifact last succeeded in a lane as this version; null where it has not, or where the name stands for another
    /// artifact by now, as a short one can.
    /// </summary>
    public static string? ReleaseOf(SqliteConnection connection, Lane lane, string version, string digest)
    {
        var names = connection.Rows(
            "SELECT release FROM successes WHERE application = $0 AND environment = $1 AND version = $2 AND digest = $3 ORDER BY seq DESC LIMIT 1",
            r => r.GetString(0),
            lane.Application,
            lane.Environment,
            version,
            digest);
        return names is [var name] && OfRelease(connection, lane, name)!.Digest == digest ? name : null;
    }

    /// <summary>The deployment that was pushed last in a lane; null where none was.</summary>
    public static string? LastPush(SqliteConnection connection, Lane lane) => connection.Rows(
        "SELECT deployment FROM pushes WHERE application = $0 AND environment = $1", r => r.GetString(0), lane.Application, lane.Environment).FirstOrDefault();

    /// <summary>Where an application's artifact has succeeded and stands, or was current until a later success, and where its success was undone; both sorted.</summary>
    public static Promotions Promotions(SqliteConnection connection, string application, string digest)
    {
        // The last word of an environment counts: what succeeded again after it was undone stands.
        var rows = connection.Rows(
            """
            SELECT environment, undone FROM successes s WHERE application = $0 AND digest = $1
              AND seq = (SELECT MAX(seq) FROM successes WHERE application = $0 AND digest = $1 AND environment = s.environment)
            ORDER BY environment LIMIT 1000
            """,
            r => (Environment: r.GetString(0), IsUndone: r.GetInt64(1) != 0),
            application,
            digest);
        return new([.. rows.Where(row => !row.IsUndone).Select(row => row.Environment)], [.. rows.Where(row => row.IsUndone).Select(row => row.Environment)]);
    }

    /// <summary>The digests of what is current, and of what a rollback would go to, in every lane.</summary>
    public static HashSet<string> RestorableDigests(SqliteConnection connection)
    {
        var digests = new HashSet<string>(StringComparer.Ordinal);
        var lanes = connection.Rows(
            "SELECT DISTINCT application, environment FROM successes WHERE stacked = 1", r => new Lane(r.GetString(0), r.GetString(1)));
        foreach (var lane in lanes)
        {
            var stack = Stack(connection, lane, Rollbacks.MaxDepth);
            digests.UnionWith(stack.Take(1).Concat(stack.Where(entry => entry.Digest != stack[0].Digest).Take(1)).Select(entry => entry.Digest));
        }

        return digests;
    }

    // A rollback takes what stands above its goal off the stack, and with it the proof that those are good.
    private static void Succeed(SqliteConnection connection, DeploymentSnapshot snapshot)
    {
        (var application, var environment) = (snapshot.Request.Application, snapshot.Request.Environment);
        if (snapshot.Request.RollbackOf.Length > 0)
        {
            // The one that was named, rather than another success of the same bytes.
            var goal = connection.Scalar(
                """
                SELECT seq FROM successes WHERE application = $0 AND environment = $1 AND stacked = 1 AND (deployment = $2 OR digest = $3)
                ORDER BY deployment = $2 DESC, release = $4 DESC, seq DESC LIMIT 1
                """,
                application,
                environment,
                snapshot.Request.RollbackOf,
                snapshot.Digest,
                snapshot.Push!.Release);
            if (goal > 0)
            {
                // The bytes that it goes to are not those that it turns away from, whatever version they had.
                connection.Execute(
                    """
                    UPDATE successes SET stacked = 0, undone = CASE WHEN digest = $3 THEN undone ELSE 1 END
                    WHERE application = $0 AND environment = $1 AND stacked = 1 AND seq > $2
                    """,
                    application,
                    environment,
                    goal,
                    snapshot.Digest);
                return;
            }
        }

        connection.Execute(
            "INSERT INTO successes (application, environment, deployment, version, digest, release, stacked, undone) VALUES ($0, $1, $2, $3, $4, $5, 1, 0)",
            application,
            environment,
            snapshot.Id,
            snapshot.Request.Version,
            snapshot.Digest,
            snapshot.Push!.Release);
    }

    // What had to be taken back is good no more, whenever it was before, and no rollback goes there by itself.
    private static void Undo(SqliteConnection connection, DeploymentSnapshot snapshot) => connection.Execute(
        """
        UPDATE successes SET undone = 1, stacked = CASE
            WHEN seq = (SELECT MAX(seq) FROM successes WHERE application = $0 AND environment = $1 AND stacked = 1) THEN stacked ELSE 0 END
        WHERE application = $0 AND environment = $1 AND digest = $2
        """,
        snapshot.Request.Application,
        snapshot.Request.Environment,
        snapshot.Digest);

    private static Success ReadSuccess(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3));
}
