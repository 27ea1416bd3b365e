using System.Text.Json;
using Deployer.Storage;
using Gateway.Contract.Visibility;
using Microsoft.Data.Sqlite;

namespace Deployer.Deployments.Journal;

/// <summary>
/// A page of what a caller may see among all. Most often it is on the newest rows; where it is rare among them, each lane of the caller's is asked
/// for its own newest, so that a page costs what is on it and not what others have.
/// </summary>
internal sealed class VisiblePage
{
    // What is looked through before the lanes are asked one by one, and for how many lanes that is the shorter way.
    private const int NewestRows = 1000;
    private const int MaxLanes = 2000;

    private readonly SqliteConnection _connection;
    private readonly DeploymentFilter _filter;
    private readonly HashSet<Lane> _lanes;

    /// <summary>Prepares it.</summary>
    /// <param name="connection">Any connection.</param>
    /// <param name="filter">Which deployments; without what is visible, none.</param>
    public VisiblePage(SqliteConnection connection, DeploymentFilter filter)
    {
        _connection = connection;
        _filter = filter;
        _lanes = Lanes(filter.Visible!).Where(lane => (filter.Application ?? lane.Application) == lane.Application && (filter.Environment ?? lane.Environment) == lane.Environment).ToHashSet();
    }

    /// <summary>The page, newest first.</summary>
    /// <param name="before">What is on it is older than this one.</param>
    /// <param name="count">How many at most.</param>
    public List<(long Seq, string Id)> Read(long before, int count)
    {
        if (_lanes.Count == 0)
        {
            return [];
        }

        var found = new List<(long Seq, string Id)>();
        var isWhole = Scan(before, count, found, _lanes.Count > MaxLanes ? long.MaxValue : NewestRows);
        return isWhole ? found : Merge(before, count);
    }

    // Whether the page is full, or nothing is left.
    private bool Scan(long before, int count, List<(long Seq, string Id)> found, long rows)
    {
        using var command = JournalQueries.PageCommand(_connection, _filter, before, rows);
        using var reader = command.ExecuteReader();
        var seen = 0L;
        for (; found.Count < count && reader.Read(); seen++)
        {
            if (_lanes.Contains(new Lane(reader.GetString(2), reader.GetString(3))))
            {
                found.Add((reader.GetInt64(0), reader.GetString(1)));
            }
        }

        return found.Count == count || seen < rows;
    }

    private List<(long Seq, string Id)> Merge(long before, int count)
    {
        var heads = new PriorityQueue<Lane, long>(Heads(before).Select(head => (head.Lane, -head.Seq)));
        using var command = JournalQueries.PageCommand(_connection, _filter with { Application = "", Environment = "" }, before, 2);
        var found = new List<(long Seq, string Id)>();
        while (found.Count < count && heads.TryDequeue(out var lane, out var seq))
        {
            command.Parameters["$0"].Value = 1 - seq;
            command.Parameters["$1"].Value = lane.Application;
            command.Parameters["$2"].Value = lane.Environment;
            using var reader = command.ExecuteReader();
            if (reader.Read())
            {
                found.Add((reader.GetInt64(0), reader.GetString(1)));
            }

            if (reader.Read())
            {
                heads.Enqueue(lane, -reader.GetInt64(0));
            }
        }

        return found;
    }

    // The newest of each lane, in one statement.
    private List<(Lane Lane, long Seq)> Heads(long before)
    {
        var lanes = _lanes.ToArray();
        var heads = _connection.Rows(
            $"""
            SELECT key, (SELECT MAX(seq) FROM deployments WHERE application = value ->> 0 AND environment = value ->> 1 AND seq < $1{(_filter.State is null ? "" : " AND state = $2")})
            FROM json_each($0)
            """,
            r => (Lane: lanes[r.GetInt32(0)], Seq: r.IsDBNull(1) ? 0 : r.GetInt64(1)),
            JsonSerializer.Serialize(lanes.Select(lane => (string[])[lane.Application, lane.Environment])),
            before,
            (long?)_filter.State);
        return heads.FindAll(head => head.Seq > 0);
    }

    private static IEnumerable<Lane> Lanes(VisibleList visible)
    {
        using var pairs = JsonDocument.Parse(visible.ToString());
        foreach (var pair in pairs.RootElement.EnumerateArray())
        {
            yield return new Lane(pair[0].GetString()!, pair[1].GetString()!);
        }
    }
}
