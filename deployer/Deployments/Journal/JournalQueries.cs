using System.Text.Json;
using Deployer.Facts;
using Deployer.Storage;
using Microsoft.Data.Sqlite;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Deployments.Journal;

/// <summary>What is read from the journal, by whichever connection.</summary>
internal static class JournalQueries
{
    private static readonly JsonElement NoCaller = JsonElement.Parse("{}");

    private static readonly string OpenStates = string.Join(", ", Enum.GetValues<State>().Where(state => state != State.Unspecified && !DeploymentSnapshot.IsFinalState(state)).Select(state => (int)state));

    /// <summary>Loads a deployment's history; null where there is none.</summary>
    /// <exception cref="DamagedDeploymentException">There is one, and its facts are not such as this program writes.</exception>
    public static DeploymentHistory? Load(SqliteConnection connection, string id)
    {
        string reason;
        Exception? cause = null;
        try
        {
            var facts = connection.Rows(
                "SELECT f.ordinal, f.time, f.body FROM facts f JOIN deployments d ON d.seq = f.deployment WHERE d.id = $0 ORDER BY f.ordinal",
                ReadFact,
                id);
            if (facts.Count > 0)
            {
                return DeploymentHistory.Replay(id, facts);
            }

            reason = "none of its facts is there.";
        }
        catch (Exception e) when (e is not (SqliteException or OutOfMemoryException))
        {
            // Whatever it is that cannot be made of the facts, it is so for this deployment alone.
            (reason, cause) = (e is InvalidDataException ? e.Message : "a fact of it is not one of this program's.", e);
        }

        return FindRow(connection, id, reason) is { } damaged ? throw new DamagedDeploymentException(damaged, cause) : null;
    }

    /// <summary>The ids of the deployments that are not over, the oldest first.</summary>
    public static List<string> OpenIds(SqliteConnection connection) => connection.Rows(
        $"SELECT id FROM deployments WHERE state IN ({OpenStates}) ORDER BY seq",
        r => r.GetString(0));

    /// <summary>The holds that stand over a lane, and those that stand over all of its application or environment.</summary>
    public static List<HoldRecord> Holds(SqliteConnection connection, Lane lane) => connection.Rows(
        "SELECT application, environment, time, body FROM holds WHERE application IN ($0, '-') AND environment IN ($1, '-') ORDER BY time, application, environment",
        ReadHold,
        lane.Application,
        lane.Environment);

    /// <summary>A page of ids with their sequence numbers, newest first. Null filters match all.</summary>
    public static List<(long Seq, string Id)> Page(SqliteConnection connection, DeploymentFilter filter, long before, int count)
    {
        if (filter.Visible is not null)
        {
            return new VisiblePage(connection, filter).Read(before, count);
        }

        using var command = PageCommand(connection, filter, before, count);
        using var reader = command.ExecuteReader();
        var rows = new List<(long Seq, string Id)>();
        while (reader.Read())
        {
            rows.Add((reader.GetInt64(0), reader.GetString(1)));
        }

        return rows;
    }

    /// <summary>The statement for a page, whatever of it is visible: sequence number, id, application, environment.</summary>
    public static SqliteCommand PageCommand(SqliteConnection connection, DeploymentFilter filter, long before, long count)
    {
        // One text for each combination, so that each uses its index.
        var where = "seq < $0"
            + (filter.Application is null ? "" : " AND application = $1")
            + (filter.Environment is null ? "" : " AND environment = $2")
            + (filter.State is null ? "" : " AND state = $3");
        return connection.Command(
            $"SELECT seq, id, application, environment FROM deployments WHERE {where} ORDER BY seq DESC LIMIT $4",
            [before, filter.Application, filter.Environment, (long?)filter.State, count]);
    }

    /// <summary>The calls that are kept of a deployment, by the decisions that allowed them.</summary>
    public static Dictionary<string, KeptCall> Calls(SqliteConnection connection, string id) => connection.Rows(
        "SELECT c.decision, c.method, c.message, c.caller FROM calls c JOIN deployments d ON d.seq = c.deployment WHERE d.id = $0",
        r => (Decision: r.GetString(0), Call: new KeptCall(r.GetString(1), r.GetFieldValue<byte[]>(2), r.GetFieldValue<byte[]>(3))),
        id).ToDictionary(row => row.Decision, row => row.Call, StringComparer.Ordinal);

    private static DamagedDeployment? FindRow(SqliteConnection connection, string id, string reason) => connection.Rows(
        "SELECT application, environment, digest, state FROM deployments WHERE id = $0",
        r => new DamagedDeployment(id, r.GetString(0), r.GetString(1), r.GetString(2), (State)r.GetInt32(3), reason),
        id).FirstOrDefault();

    // One that cannot be read holds all the same, and can be released.
    private static HoldRecord ReadHold(SqliteDataReader row)
    {
        try
        {
            return FactJson.ReadHold(row.GetString(3));
        }
        catch (JsonException)
        {
            return new HoldRecord
            {
                Application = row.GetString(0),
                Environment = row.GetString(1),
                Time = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
                Reason = "who set it and why cannot be read, its record in the journal is damaged; release it where it is not wanted.",
                Authorization = new Authorization { Client = "unknown", DecisionId = "", PolicyRevision = "", Grant = "", Caller = NoCaller },
            };
        }
    }

    private static RecordedFact ReadFact(SqliteDataReader row) =>
        new(row.GetInt32(0), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)), FactJson.Read(row.GetString(2)));
}
