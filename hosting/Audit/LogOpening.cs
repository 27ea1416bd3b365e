using Gateway.Contract.Audit;
using Gateway.Hosting.Posix;

namespace Gateway.Hosting.Audit;

/// <summary>
/// Opens a log, or refuses to and says so in the log's directory; and carries out an operator's order to go on in spite of what was found.
/// A log that is right in itself goes on where it ends. Any other is moved aside, whole, and a new one begins.
/// </summary>
internal sealed class LogOpening
{
    private readonly string _directory;

    private LogOpening(string directory, RecoveredLog log) => (_directory, Log) = (directory, log);

    /// <value>The log.</value>
    public RecoveredLog Log { get; }

    /// <value>The order by which it goes on; null where nothing was in the way.</value>
    public LogContinuation? Continuation { get; private init; }

    /// <value>In spite of what it goes on.</value>
    public string Found { get; private init; } = "";

    /// <value>To where the log before was moved; empty where it goes on itself.</value>
    public string SetAside { get; private init; } = "";

    /// <summary>Opens the log in <paramref name="directory"/>, or begins one.</summary>
    /// <exception cref="InvalidOperationException">It is not the one that was sealed, and nobody ordered to go on in spite of that.</exception>
    /// <exception cref="IOException">A file can't be read or written.</exception>
    /// <exception cref="FormatException">The order is none.</exception>
    public static LogOpening Open(string directory, NoteSignerKey key, LogDisk disk, SealedMark mark)
    {
        var order = LogContinuation.Find(directory);
        try
        {
            RequireClosed(directory, key);
            var log = LogRecovery.Open(directory, key, disk, mark, mayBeBehindMark: false);

            // Nothing is in the way any more; a log that was just begun still owes the record.
            return order is not null && log.Tree.Size == 0 && IsMoved(directory, order)
                ? new LogOpening(directory, log) { Continuation = order, Found = FoundBy(directory, order), SetAside = order.SetAside }
                : new LogOpening(directory, log);
        }
        catch (LogRefusedException e) when (order is not null && (order.Digest == e.Refusal.Digest || IsMoved(directory, order)))
        {
            return GoOn(directory, key, disk, mark, order, e.Refusal);
        }
        catch (LogRefusedException e)
        {
            WriteRefusal(directory, e.Refusal);
            throw new InvalidOperationException(e.Message, e);
        }
    }

    /// <summary>What had to be done is done and on record.</summary>
    /// <exception cref="IOException">The order could not be removed, which must not be carried out again.</exception>
    public void Finish()
    {
        Remove(LogLayout.ContinuationFile);
        Remove(LogLayout.RefusalFile);
    }

    // What the background found once, a start looks for before it opens anything; otherwise the gate would be open after each, for a while.
    private static void RequireClosed(string directory, NoteSignerKey key)
    {
        if (LogRefusal.Find(directory) is { IsRollback: false } && LogLayout.FindSegments(directory) is { Count: > 1 } segments
            && new ClosedSegments(directory, key.VerifierKey, CancellationToken.None).Prove(segments[^1].FirstSequence) is { } found)
        {
            throw new LogRefusedException(new LogRefusal(found, IsRollback: false), directory);
        }
    }

    private static LogOpening GoOn(string directory, NoteSignerKey key, LogDisk disk, SealedMark mark, LogContinuation order, LogRefusal refusal)
    {
        if (refusal.IsRollback && !IsMoved(directory, order))
        {
            return new LogOpening(directory, LogRecovery.Open(directory, key, disk, mark, mayBeBehindMark: true)) { Continuation = order, Found = refusal.Found };
        }

        var found = FoundBy(directory, order);
        MoveAside(directory, order.SetAside);
        return new LogOpening(directory, LogRecovery.Open(directory, key, disk, mark, mayBeBehindMark: true))
        {
            Continuation = order,
            Found = found.Length > 0 ? found : refusal.Found,
            SetAside = order.SetAside,
        };
    }

    private static bool IsMoved(string directory, LogContinuation order) => Directory.Exists(Path.Combine(directory, order.SetAside));

    // What a start before this one had found: a move that was interrupted leaves something else to be found.
    private static string FoundBy(string directory, LogContinuation order) =>
        LogRefusal.Find(directory) is { } refusal && refusal.Digest == order.Digest ? refusal.Found : "";

    private static void MoveAside(string directory, string name)
    {
        var to = Path.Combine(directory, name);
        PrivateFile.CreateDirectory(to);
        foreach (var path in Directory.EnumerateFiles(directory).Order(StringComparer.Ordinal))
        {
            if (Path.GetFileName(path) is not (LogLayout.LockFile or LogLayout.ContinuationFile or LogLayout.RefusalFile))
            {
                File.Move(path, Path.Combine(to, Path.GetFileName(path)));
            }
        }

        DurableFiles.SyncDirectory(to);
        DurableFiles.SyncDirectory(directory);
    }

    // For whoever is to decide; that it could not be written changes nothing about what is decided here.
    internal static void WriteRefusal(string directory, LogRefusal refusal)
    {
        try
        {
            PrivateFile.Write(Path.Combine(directory, LogLayout.RefusalFile), refusal.ToBytes(), durable: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The exception that is thrown says what was found.
        }
    }

    private void Remove(string name)
    {
        var path = Path.Combine(_directory, name);
        if (File.Exists(path))
        {
            File.Delete(path);
            DurableFiles.SyncDirectory(_directory);
        }
    }
}
