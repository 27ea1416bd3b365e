using Deployer.Facts;
using Deployer.Storage;
using Gateway.Hosting.Posix;
using Microsoft.Data.Sqlite;

namespace Deployer.Deployments.Journal;

/// <summary>
/// Puts a journal in the place of one that is lost, and makes it say so: what it does not know is not taken for not done. Grants from before are
/// refused, what was open then is ended, and each lane is unknown until it is seen. What was there is moved aside, never removed.
/// </summary>
/// <param name="path">The database.</param>
/// <param name="time">The clock.</param>
/// <param name="keepsNotices">Whether there is somebody to tell of what is ended.</param>
internal sealed class JournalRestore(string path, TimeProvider time, bool keepsNotices)
{
    // How far a gatekeeper's clock may be from this one; see GrantVerifier.
    private const int MaxSkewSeconds = 5;

    private readonly string _new = path + ".restoring";

    /// <summary>Restores it. The program must not run.</summary>
    /// <param name="source">A copy; <c>as-is</c> for the journal that is there, <c>empty</c> for none.</param>
    /// <param name="output">Where what was done is told.</param>
    /// <exception cref="JournalUnavailableException">The copy is none, or nothing is lost.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Run(string source, TextWriter output)
    {
        var database = new JournalDatabase(path);
        var mark = FindMark(database);
        if (source == "as-is" && IsNewest(database))
        {
            output.WriteLine("The journal is what was acknowledged: there is nothing to restore.");
            return;
        }

        Array.ForEach([_new, _new + "-wal", _new + "-shm"], File.Delete);
        if (source != "empty")
        {
            var from = source == "as-is" ? path : Path.GetFullPath(source);
            if (new FileInfo(from) is not { Exists: true, Length: > 0 })
            {
                throw new JournalUnavailableException($"There is no journal '{from}'.");
            }

            JournalBackup.Copy(from, _new);
            RequireJournal(from);
        }

        var (state, ended) = Adapt(mark);
        database.CloseReaders();
        MoveAside();
        File.Move(_new, path);
        PosixFiles.SyncDirectory(Path.GetDirectoryName(path)!);
        using (var written = database.OpenMark())
        {
            written.Replace(state.Mark);
        }

        Tell(output, state, ended);
    }

    // One that nobody can read any more is no reason to stay without.
    private static JournalMark? FindMark(JournalDatabase database)
    {
        try
        {
            return database.ReadMark();
        }
        catch (JournalUnavailableException)
        {
            return null;
        }
    }

    private bool IsNewest(JournalDatabase database)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            using var connection = database.OpenForReading();
            database.RequireAcknowledged(JournalState.Find(connection), database.ReadMark());
            return true;
        }
        catch (Exception e) when (e is JournalUnavailableException or SqliteException)
        {
            return false;
        }
    }

    // Another program's file would become a journal without anything in it.
    private void RequireJournal(string from)
    {
        using var copy = new JournalDatabase(_new).OpenForCopying();
        if (copy.Scalar("SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('deployments', 'facts', 'grants')") < 3)
        {
            throw new JournalUnavailableException($"'{from}' is no copy of a journal; nothing was changed. To begin with nothing: `deployer journal restore empty`.");
        }
    }

    private (JournalState State, int Ended) Adapt(JournalMark? mark)
    {
        var database = new JournalDatabase(_new);
        var known = database.Prepare().Mark;
        using var connection = database.OpenForWriting();
        connection.Execute("BEGIN IMMEDIATE");
        connection.Execute(
            "UPDATE journal SET id = lower(hex(randomblob(16))), commits = $0, time = $1, restored = $2, known = $3",
            Math.Max(known.Commits, mark?.Commits ?? 0) + 1,
            time.GetUtcNow().ToUnixTimeMilliseconds(),
            time.GetUtcNow().ToUnixTimeSeconds() + MaxSkewSeconds,
            known.Time);
        connection.Execute("DELETE FROM observed");
        var ended = End(connection, known);
        connection.Execute("COMMIT");
        JournalDatabase.Checkpoint(connection);
        return (JournalState.Find(connection)!, ended);
    }

    // What was open then may have been carried out since, and may be nothing that anybody wants any more.
    private int End(SqliteConnection connection, JournalMark known)
    {
        var transaction = new JournalTransaction(connection, new HistoryCache(), time, keepsNotices);
        var reason = $"The deployer's journal was restored from a copy of {DateTimeOffset.FromUnixTimeMilliseconds(known.Time):u}: whether this was carried out since is not known.";
        var ended = 0;
        foreach (var id in JournalQueries.OpenIds(connection))
        {
            try
            {
                var isPushing = transaction.Find(id)!.Snapshot.Push is not null;
                transaction.Append(id, isPushing
                    ? new DeploymentFailed { Error = $"{reason} The state of the target is not known." }
                    : new DeploymentExpired { Reason = $"{reason} Look at what is there, and ask for it again where it is still wanted." });
                ended++;
            }
            catch (DamagedDeploymentException)
            {
                // Nothing is done for it anyway.
            }
        }

        return ended;
    }

    private void MoveAside()
    {
        var aside = $"{path}.before-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}";
        foreach (var end in (string[])["", "-wal", "-shm"])
        {
            if (File.Exists(path + end))
            {
                File.Move(path + end, aside + end, overwrite: false);
            }
        }
    }

    private static void Tell(TextWriter output, JournalState state, int ended)
    {
        var known = DateTimeOffset.FromUnixTimeMilliseconds(state.KnownUntil);
        output.WriteLine($"The journal is restored. It knows nothing of what was acknowledged after {known:u}.");
        output.WriteLine($"Ended were {ended} deployments that were open then. Grants from before now are refused.");
        output.WriteLine("A call of that time that is repeated with its request_id is carried out a second time: the deployer's log warns of each id that it does not know.");
        output.WriteLine("What is current in an application's environment is unknown until GetEnvironment has found there what the journal says, or it was deployed to. Holds that were set since are gone: set them anew before the start.");
    }
}
