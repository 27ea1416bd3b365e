using Gateway.Contract.Audit;

namespace Gateway.Hosting.Audit;

/// <summary>What a log's own signatures say of it, as a start finds them.</summary>
internal sealed record SealedState
{
    /// <value>The history; of its signatures only the newest is verified.</value>
    public required CheckpointHistory History { get; init; }

    /// <value>The newest checkpoint, verified; of no records where there is none yet.</value>
    public required Checkpoint Newest { get; init; }

    /// <value>The newest checkpoint's note where the history lacks it, as a power failure leaves it; else null.</value>
    public byte[]? Missing { get; init; }

    /// <value>What was lost without harm, for the record.</value>
    public IReadOnlyList<TornTail> Lost { get; init; } = [];

    /// <summary>Reads both files of checkpoints.</summary>
    /// <param name="directory">The log's.</param>
    /// <param name="key">The log's.</param>
    /// <param name="hasRecords">Whether there are any.</param>
    /// <exception cref="FormatException">They are not what was written; the message says what of them.</exception>
    /// <exception cref="IOException">They can't be read.</exception>
    public static SealedState Read(string directory, NoteVerifierKey key, bool hasRecords)
    {
        var path = Path.Combine(directory, LogLayout.CheckpointHistoryFile);
        var history = CheckpointHistory.ReadNewest(File.Exists(path) ? File.ReadAllBytes(path) : [], key);
        if (history.Damage is not null)
        {
            throw new FormatException($"its checkpoints are not right at byte {history.Length}: {history.Damage}");
        }

        var note = ReadNote(directory);
        if (history.Entries.Count == 0 && (hasRecords || note is not null))
        {
            throw new FormatException("it has records, but its checkpoints are gone");
        }

        var inHistory = history.Entries.Count > 0 ? history.Entries[^1].Checkpoint : new Checkpoint(key.Name, 0, MerkleHash.EmptyRoot);
        return note is { Length: > 0 } ? Compare(history, inHistory, Open(note, key), note) : WithoutNote(history, inHistory, note);
    }

    private static Checkpoint Open(byte[] note, NoteVerifierKey key)
    {
        try
        {
            return Checkpoint.Open(note, key);
        }
        catch (FormatException e)
        {
            throw new FormatException($"its newest checkpoint, in the file {LogLayout.CheckpointFile}, is not right: {e.Message}", e);
        }
    }

    private static SealedState Compare(CheckpointHistory history, Checkpoint inHistory, Checkpoint last, byte[] note) =>
        last.Size == inHistory.Size && !last.Root.Span.SequenceEqual(inHistory.Root.Span)
            ? throw new FormatException($"there are two checkpoints of {last.Size} records that contradict each other")
            : last.Size <= inHistory.Size ? new SealedState { History = history, Newest = inHistory }
            : new SealedState { History = history, Newest = last, Missing = note, Lost = [new TornTail(LogLayout.CheckpointHistoryFile, "", 0, "")] };

    // The file is replaced in one step; a power failure may leave it empty, and a kill in a log's first moment leave none.
    private static SealedState WithoutNote(CheckpointHistory history, Checkpoint inHistory, byte[]? note) =>
        note is null && inHistory.Size > 0
            ? throw new FormatException($"its newest checkpoint, the file {LogLayout.CheckpointFile}, is gone")
            : new SealedState { History = history, Newest = inHistory, Lost = note is null ? [] : [new TornTail(LogLayout.CheckpointFile, "", 0, "")] };

    /// <returns>The note; empty where a power failure left nothing in the file, null where there is no file.</returns>
    private static byte[]? ReadNote(string directory)
    {
        var file = new FileInfo(Path.Combine(directory, LogLayout.CheckpointFile));
        if (!file.Exists)
        {
            return null;
        }

        var note = file.Length <= SignedNote.MaxLength ? File.ReadAllBytes(file.FullName) : [1];
        return note.AsSpan().ContainsAnyExcept((byte)0) ? note : [];
    }
}
