using Deployer.Storage;
using Microsoft.Data.Sqlite;

namespace Deployer.Deployments.Journal;

/// <summary>Looks through a journal without changing it: whether it is the newest, whether the file is sound, and every deployment's facts.</summary>
/// <param name="path">The database.</param>
internal sealed class JournalCheck(string path)
{
    /// <summary>Says what is found.</summary>
    /// <param name="output">Where to.</param>
    /// <returns>Whether nothing is wrong.</returns>
    /// <exception cref="JournalUnavailableException">It cannot be read at all.</exception>
    public bool Run(TextWriter output)
    {
        var database = new JournalDatabase(path);

        // Before the database, so that what is committed meanwhile does not look like a mark that is ahead.
        var mark = database.ReadMark();
        if (!File.Exists(path))
        {
            output.WriteLine(mark is null ? $"There is no journal '{path}'." : $"The journal '{path}' is gone; acknowledged were {mark.Describe()}.");
            return false;
        }

        using var connection = database.OpenForReading();
        string[] faults = [.. IsNewest(database, connection, mark), .. IsSound(connection), .. Deployments(connection)];
        Array.ForEach(faults, output.WriteLine);
        var state = JournalState.Find(connection);
        output.WriteLine($"{connection.Scalar("SELECT COUNT(*) FROM deployments")} deployments, {state?.Mark.Describe() ?? "of an older program"}: {(faults.Length == 0 ? "nothing is wrong." : $"{faults.Length} fault(s).")}");
        return faults.Length == 0;
    }

    private static string[] IsNewest(JournalDatabase database, SqliteConnection connection, JournalMark? mark)
    {
        try
        {
            database.RequireAcknowledged(JournalState.Find(connection), mark);
            return [];
        }
        catch (JournalUnavailableException e)
        {
            return [e.Message];
        }
    }

    private static List<string> IsSound(SqliteConnection connection)
    {
        try
        {
            return connection.Rows("PRAGMA integrity_check(100)", r => r.GetString(0)).FindAll(line => line != "ok");
        }
        catch (SqliteException e)
        {
            return [$"The file is damaged: {e.Message}"];
        }
    }

    private static IEnumerable<string> Deployments(SqliteConnection connection)
    {
        foreach (var (id, state) in connection.Rows("SELECT id, state FROM deployments ORDER BY seq", r => (r.GetString(0), r.GetInt64(1))))
        {
            string? fault = null;
            try
            {
                var history = JournalQueries.Load(connection, id);
                fault = (long)history!.Snapshot.State == state ? null : $"Deployment {id} is found as {(Deploy.V1.Deployment.Types.State)state}, and its facts say {history.Snapshot.State}.";
            }
            catch (Exception e) when (e is DamagedDeploymentException or SqliteException)
            {
                fault = e is DamagedDeploymentException ? e.Message : $"Deployment {id} cannot be read: {e.Message}";
            }

            if (fault is not null)
            {
                yield return fault;
            }
        }
    }
}
