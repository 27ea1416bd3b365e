namespace Gateway.Contract.Audit;

/// <summary>
/// Verifies a log's directory offline: recomputes every hash, compares the roots with every checkpoint ever signed, and names the first
/// record that is not as it was written. Needs the public key and nothing else; does not write.
/// </summary>
public sealed class LogVerifier(NoteVerifierKey key)
{
    private const long MaxHistoryBytes = 1L << 30;

    /// <value>
    /// Checkpoints of this log that were kept elsewhere, verified. What was cut off together with its checkpoints shows only by them.
    /// </value>
    public IReadOnlyList<Checkpoint> KnownCheckpoints { get; init; } = [];

    /// <value>Directories to which segments of this log were moved.</value>
    public IReadOnlyList<string> Archives { get; init; } = [];

    /// <summary>Verifies the log in <paramref name="directory"/>. Damage is in the result, never thrown.</summary>
    public LogVerification Verify(string directory)
    {
        try
        {
            return VerifyDirectory(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return Failed(new LogProblem(LogProblemKind.Unreadable, -1, null, 0, e.Message));
        }
    }

    private LogVerification VerifyDirectory(string directory)
    {
        // The last checkpoint is read before the history, which is written first: so the history can only be ahead.
        var problem = ReadCheckpoint(directory, out var last);
        if (problem is not null)
        {
            return Failed(problem);
        }

        problem = ReadHistory(directory, out var history) ?? CompareWithHistory(last, history);
        if (problem is not null)
        {
            return Failed(problem);
        }

        var walk = new LogWalk(Expectations(history), LastSize(history), Archives.Count > 0);
        walk.Run(directory, LogLayout.FindSegments(directory, Archives), ArchivedSegments.CountRecords(directory));
        return Conclude(walk, history);
    }

    private LogProblem? ReadCheckpoint(string directory, out Checkpoint? checkpoint)
    {
        checkpoint = null;
        var path = Path.Combine(directory, LogLayout.CheckpointFile);
        if (!File.Exists(path))
        {
            return new LogProblem(LogProblemKind.CheckpointMissing, -1, LogLayout.CheckpointFile, 0, "There is no signed checkpoint.");
        }

        try
        {
            checkpoint = Checkpoint.Open(File.ReadAllBytes(path), key);
            return null;
        }
        catch (FormatException e)
        {
            return new LogProblem(LogProblemKind.CheckpointDamaged, -1, LogLayout.CheckpointFile, 0, e.Message);
        }
    }

    private LogProblem? ReadHistory(string directory, out CheckpointHistory history)
    {
        history = new CheckpointHistory { Entries = [], Length = 0 };
        var file = new FileInfo(Path.Combine(directory, LogLayout.CheckpointHistoryFile));
        if (!file.Exists)
        {
            return new LogProblem(LogProblemKind.CheckpointMissing, -1, LogLayout.CheckpointHistoryFile, 0, "The history of checkpoints is not there.");
        }

        if (file.Length > MaxHistoryBytes)
        {
            return new LogProblem(LogProblemKind.Unreadable, -1, file.Name, 0, $"The history of checkpoints is larger than {MaxHistoryBytes} bytes.");
        }

        history = CheckpointHistory.Read(File.ReadAllBytes(file.FullName), key);
        return history.Damage is null
            ? null
            : new LogProblem(LogProblemKind.CheckpointDamaged, LastSize(history), file.Name, history.Length, history.Damage);
    }

    private static LogProblem? CompareWithHistory(Checkpoint? last, CheckpointHistory history)
    {
        var size = LastSize(history);
        return last is not null && last.Size > size
            ? new LogProblem(
                LogProblemKind.CheckpointMissing, size, LogLayout.CheckpointHistoryFile, history.Length,
                $"The history of checkpoints ends at {size} records, but the last checkpoint has {last.Size}.")
            : null;
    }

    private List<Checkpoint> Expectations(CheckpointHistory history) =>
        [.. history.Entries.Select(entry => entry.Checkpoint).Concat(KnownCheckpoints).OrderBy(checkpoint => checkpoint.Size)];

    private LogVerification Conclude(LogWalk walk, CheckpointHistory history)
    {
        var problem = walk.Problem;
        if (problem is not null && problem.Kind != LogProblemKind.LeafHashesDamaged && IsDivergence(walk, history))
        {
            problem = problem with { Kind = LogProblemKind.Diverged };
        }

        var notes = new List<string>(walk.Notes);
        if (history.TornBytes > 0)
        {
            notes.Add($"{history.TornBytes} bytes of an unfinished checkpoint at the end of the history");
        }

        return new LogVerification
        {
            Status = problem is not null ? LogStatus.Tampered : walk.TornBytes > 0 ? LogStatus.Torn : LogStatus.Intact,
            Records = walk.Records,
            Checkpoint = walk.LastProven,
            CheckpointsVerified = walk.CheckpointsVerified,
            UnsealedRecords = Math.Max(0, walk.Records - LastSize(history)),
            TornBytes = walk.TornBytes,
            Problem = problem,
            Notes = notes,
        };
    }

    // The log agrees with all of its own checkpoints, but not with one that was kept elsewhere.
    private bool IsDivergence(LogWalk walk, CheckpointHistory history) =>
        walk.Contradicted is { } contradicted && KnownCheckpoints.Contains(contradicted)
        && !history.Entries.Any(entry => entry.Checkpoint.Size >= contradicted.Size);

    private static long LastSize(CheckpointHistory history) => history.Entries.Count == 0 ? 0 : history.Entries[^1].Checkpoint.Size;

    private static LogVerification Failed(LogProblem problem) => new() { Status = LogStatus.Tampered, Records = 0, Problem = problem };
}
