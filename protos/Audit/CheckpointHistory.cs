using System.Text;

namespace Gateway.Contract.Audit;

/// <summary>The file of all checkpoints, as far as it could be read.</summary>
public sealed record CheckpointHistory
{
    private static readonly byte[] EntryEnd = "\n\n"u8.ToArray();
    private static readonly byte[] SignatureStart = Encoding.UTF8.GetBytes(SignedNote.SignaturePrefix);

    /// <value>The checkpoints, in the order in which they were signed, each with its place in the file.</value>
    public required IReadOnlyList<Entry> Entries { get; init; }

    /// <value>The length of the part that holds <see cref="Entries"/>, in bytes; what follows is a torn entry or damage.</value>
    public required long Length { get; init; }

    /// <value>What is wrong with an entry that is complete, or null.</value>
    public string? Damage { get; init; }

    /// <value>Bytes behind the last complete entry, left by a crash.</value>
    public long TornBytes { get; init; }

    /// <summary>Reads and verifies a history. An entry is a note and an empty line; sizes never fall.</summary>
    public static CheckpointHistory Read(ReadOnlySpan<byte> file, NoteVerifierKey key) => Read(file, note => Checkpoint.Open(note, key));

    /// <summary>
    /// Reads a history and verifies the signature of its newest checkpoint alone: of a hundred thousand, all take seconds. The others are
    /// to be verified in the background.
    /// </summary>
    public static CheckpointHistory ReadNewest(ReadOnlySpan<byte> file, NoteVerifierKey key)
    {
        var history = Read(file, Checkpoint.ReadUnverified);
        if (history.Entries.Count == 0)
        {
            return history;
        }

        var newest = history.Entries[^1];
        try
        {
            _ = Checkpoint.Open(file[(int)newest.Offset..(int)(history.Length - 1)], key);
            return history;
        }
        catch (FormatException e)
        {
            return history with { Entries = [.. history.Entries.SkipLast(1)], Length = newest.Offset, Damage = e.Message };
        }
    }

    private static CheckpointHistory Read(ReadOnlySpan<byte> file, NoteReader open)
    {
        var entries = new List<Entry>();
        var position = 0;
        while (TryFindEntry(file[position..], out var noteLength))
        {
            try
            {
                var checkpoint = open(file.Slice(position, noteLength));
                RequireGrowth(entries, checkpoint);
                entries.Add(new Entry(checkpoint, position));
            }
            catch (FormatException e)
            {
                return new CheckpointHistory { Entries = entries, Length = position, Damage = e.Message };
            }

            position += noteLength + 1;
        }

        return new CheckpointHistory { Entries = entries, Length = position, TornBytes = file.Length - position };
    }

    private delegate Checkpoint NoteReader(ReadOnlySpan<byte> note);

    private static void RequireGrowth(List<Entry> entries, Checkpoint checkpoint)
    {
        if (entries.Count == 0)
        {
            return;
        }

        var last = entries[^1].Checkpoint;
        if (checkpoint.Size < last.Size || (checkpoint.Size == last.Size && !checkpoint.Root.Span.SequenceEqual(last.Root.Span)))
        {
            throw new FormatException($"A checkpoint of {checkpoint.Size} records follows one of {last.Size}: the log has two histories.");
        }
    }

    // The first empty line of an entry stands before its signatures, the second ends it.
    private static bool TryFindEntry(ReadOnlySpan<byte> rest, out int noteLength)
    {
        noteLength = 0;
        var signatures = rest.IndexOf(EntryEnd);
        if (signatures < 0)
        {
            return false;
        }

        var end = rest[(signatures + 2)..].IndexOf(EntryEnd);
        noteLength = signatures + 2 + end + 1;
        return end >= 0 && rest[(signatures + 2)..].StartsWith(SignatureStart);
    }

    /// <summary>One checkpoint and where it stands.</summary>
    /// <param name="Checkpoint">The checkpoint.</param>
    /// <param name="Offset">Where its note begins in the file, in bytes.</param>
    public sealed record Entry(Checkpoint Checkpoint, long Offset);
}
