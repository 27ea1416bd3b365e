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
    public static CheckpointHistory Read(ReadOnlySpan<byte> file, NoteVerifierKey key)
    {
        var entries = new List<Entry>();
        var position = 0;
        while (TryFindEntry(file[position..], out var noteLength))
        {
            try
            {
                var checkpoint = Checkpoint.Open(file.Slice(position, noteLength), key);
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
