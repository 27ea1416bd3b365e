namespace Gateway.Contract.Audit;

/// <summary>
/// Reads a log's records from one number on, as far as they are under the newest checkpoint, while the program writes it: nothing is read
/// that a later start could take back. Remembers its place. Not thread-safe.
/// </summary>
/// <param name="directory">The log's directory.</param>
/// <param name="archives">Where its older segments were moved to.</param>
/// <param name="key">The log's.</param>
/// <param name="next">The number of the first record to read.</param>
/// <param name="lastHash">The leaf hash of the record before that, where it was read; else empty.</param>
public sealed class SealedRecords(string directory, IReadOnlyList<string> archives, NoteVerifierKey key, long next, byte[] lastHash)
{
    private byte[] _lastHash = lastHash;
    private string _segment = "";
    private long _offset;

    /// <value>The number of the next record to read.</value>
    public long Next { get; private set; } = next;

    /// <value>The leaf hash of the record before <see cref="Next"/>; empty where none was read.</value>
    public ReadOnlyMemory<byte> LastHash => _lastHash;

    /// <summary>Reads what follows; nothing where all under the newest checkpoint was read.</summary>
    /// <param name="maxRecords">How many records at most.</param>
    /// <param name="maxBytes">How many bytes at most, but one record at least.</param>
    /// <exception cref="FormatException">The log has fewer records than were read before, or others, or lacks some, or is damaged.</exception>
    /// <exception cref="IOException">A file can't be read.</exception>
    public IReadOnlyList<(long Sequence, byte[] Json)> Read(int maxRecords, int maxBytes)
    {
        var end = Checkpoint.Open(File.ReadAllBytes(Path.Combine(directory, LogLayout.CheckpointFile)), key).Size;
        if (end < Next)
        {
            throw new FormatException($"The log has {end} records, and {Next} were read of it before: it was rolled back, or begun anew. Follow it with a new cursor.");
        }

        if (end > Next)
        {
            RequireSameLog();
        }

        var found = new List<(long, byte[])>();
        for (var bytes = 0; Next < end && found.Count < maxRecords && (bytes < maxBytes || found.Count == 0);)
        {
            var segment = LogLayout.FindSegments(directory, archives).LastOrDefault(segment => segment.FirstSequence <= Next)
                ?? throw new FormatException($"Record {Next} is not in the log: it was moved to an archive that is not named.");
            var count = found.Count;
            ReadSegment(segment, end, maxRecords, maxBytes, found, ref bytes);
            if (found.Count == count)
            {
                throw new FormatException($"Record {Next} is not in {Path.GetFileName(segment.Path)}, where it belongs.");
            }
        }

        if (found.Count > 0)
        {
            _lastHash = new byte[MerkleHash.Size];
            MerkleHash.OfLeaf(found[^1].Item2, _lastHash);
        }

        return found;
    }

    // One that was begun anew, or goes on from an older copy, soon has as many records: all that were not read yet would be left out in silence.
    private void RequireSameLog()
    {
        using var hashes = LeafHashFile.TryOpen(directory);
        if (_lastHash.Length > 0 && Next > 0 && hashes?.Differs(Next - 1, _lastHash) == true)
        {
            throw new FormatException($"Record {Next - 1} is another than the one that was read of this log before: it was rolled back, or begun anew. Follow it with a new cursor.");
        }
    }

    private void ReadSegment(LogSegment segment, long end, int maxRecords, int maxBytes, List<(long Sequence, byte[] Json)> found, ref int bytes)
    {
        if (Path.GetFileName(segment.Path) != _segment)
        {
            (_segment, _offset) = (Path.GetFileName(segment.Path), 0);
        }

        using var lines = new LogLineReader(segment.Path, _offset);
        while (Next < end && found.Count < maxRecords && (bytes < maxBytes || found.Count == 0) && lines.TryRead(out var line) && line.IsTerminated)
        {
            if (!LogRecordForm.TryReadSequence(line.Bytes.Span, out var sequence) || sequence > Next)
            {
                throw new FormatException($"Record {Next} is not in {_segment}, where it belongs.");
            }

            _offset = line.Offset + line.Bytes.Length + 1;
            if (sequence == Next)
            {
                found.Add((sequence, line.Bytes.ToArray()));
                bytes += line.Bytes.Length;
                Next++;
            }
        }
    }
}
