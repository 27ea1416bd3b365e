using Gateway.Contract.Audit;
using Gateway.Hosting.Posix;

namespace Gateway.Hosting.Audit;

/// <summary>
/// Proves what a start leaves to the background: every record of the closed segments, their leaf hashes, the trees between them, and the
/// signatures of all checkpoints. On its way it indexes the decisions of segments that have no index.
/// </summary>
internal sealed class ClosedSegments(string directory, NoteVerifierKey key, CancellationToken cancellationToken)
{
    private readonly MerkleFrontier _tree = new();
    private readonly Dictionary<long, long> _hours = [];
    private IReadOnlyList<CheckpointHistory.Entry> _entries = [];
    private LeafHashFile? _leafHashes;
    private int _nextEntry;

    /// <value>When the checkpoints of these segments were signed, by their sizes: all of them are right.</value>
    public IReadOnlyDictionary<long, long> Hours => _hours;

    /// <summary>Proves the records before number <paramref name="end"/>, with which a segment begins.</summary>
    /// <returns>What is wrong; null where all is right.</returns>
    /// <exception cref="OperationCanceledException">It was to end.</exception>
    /// <exception cref="IOException">A file can't be read.</exception>
    public string? Prove(long end)
    {
        try
        {
            using (_leafHashes = LeafHashFile.TryOpen(directory))
            {
                return VerifyCheckpoints() ?? PassArchived(end) ?? ProveSegments(end);
            }
        }
        catch (FormatException e)
        {
            return e.Message.TrimEnd('.');
        }
    }

    /// <summary>Proves the leaf hashes before number <paramref name="end"/> by the tree that the segment there begins with.</summary>
    /// <returns>What is wrong; null where all is right.</returns>
    public string? ProveLeafHashes(long end)
    {
        var tree = new MerkleFrontier();
        using var hashes = LeafHashFile.TryOpen(directory);
        while (hashes is not null && tree.Size < end && hashes.Read(tree.Size) is { IsEmpty: false } hash)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tree.Append(hash);
        }

        return IsStart(tree, end) ? null : $"{LogLayout.LeafHashesFile} was edited: it is not what the records before {end} were hashed to";
    }

    /// <summary>Indexes the closed segments before number <paramref name="end"/> that have no index.</summary>
    /// <exception cref="IOException">One could not be read or written.</exception>
    public void Index(long end)
    {
        foreach (var segment in Closed(end).Where(segment => !DecisionIndex.Exists(segment)))
        {
            using var lines = new LogLineReader(segment.Path);
            var index = new DecisionIndex();
            while (lines.TryRead(out var line) && line.IsTerminated)
            {
                cancellationToken.ThrowIfCancellationRequested();
                index.Add(line.Bytes.Span, line.Offset);
            }

            Write(segment, index, lines.Length);
        }
    }

    private LogSegment[] Closed(long end) => [.. LogLayout.FindSegments(directory).Where(segment => segment.FirstSequence < end)];

    private string? VerifyCheckpoints()
    {
        var file = File.ReadAllBytes(Path.Combine(directory, LogLayout.CheckpointHistoryFile));
        var history = CheckpointHistory.ReadNewest(file, key);
        for (var i = 0; i < history.Entries.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = (int)history.Entries[i].Offset;
            var next = i + 1 < history.Entries.Count ? history.Entries[i + 1].Offset : history.Length;
            _ = Checkpoint.Open(file.AsSpan(start, (int)next - 1 - start), key);
        }

        _entries = history.Entries;
        return history.Damage is null ? Compare(default) : $"its checkpoints are not right at byte {history.Length}: {history.Damage}";
    }

    private string? PassArchived(long end)
    {
        var archived = Math.Min(end, Math.Min(ArchivedSegments.CountRecords(directory), Closed(end) is [var first, ..] ? first.FirstSequence : end));
        string? problem = null;
        while (problem is null && _tree.Size < archived)
        {
            var hash = _leafHashes is null ? default : _leafHashes.Read(_tree.Size);
            if (hash.IsEmpty)
            {
                return $"the leaf hash of record {_tree.Size}, which was moved to an archive, is gone";
            }

            _tree.Append(hash);
            problem = Compare(default);
        }

        return problem;
    }

    private string? ProveSegments(long end)
    {
        foreach (var segment in Closed(end))
        {
            if (segment.FirstSequence != _tree.Size)
            {
                return $"{Path.GetFileName(segment.Path)} begins with record {segment.FirstSequence} where record {_tree.Size} belongs";
            }

            if (Prove(segment) is { } problem)
            {
                return problem;
            }
        }

        return IsStart(_tree, end) ? null : $"the records before {end} are not the ones that the segment there was begun behind";
    }

    private string? Prove(LogSegment segment)
    {
        var name = Path.GetFileName(segment.Path);
        using var lines = new LogLineReader(segment.Path);
        var index = DecisionIndex.Exists(segment) ? null : new DecisionIndex();
        while (lines.TryRead(out var line))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!line.IsTerminated || !RecordHead.TryReadSequence(line.Bytes.Span, out var sequence) || sequence != _tree.Size)
            {
                return $"{name} has something else at byte {line.Offset}, where record {_tree.Size} belongs";
            }

            if ((Take(line, name) ?? Compare(line.Bytes.Span)) is { } problem)
            {
                return problem;
            }

            index?.Add(line.Bytes.Span, line.Offset);
        }

        if (index is not null)
        {
            Write(segment, index, lines.Length);
        }

        return null;
    }

    private string? Take(LogLine line, string name)
    {
        Span<byte> hash = stackalloc byte[MerkleHash.Size];
        MerkleHash.OfLeaf(line.Bytes.Span, hash);
        if (_leafHashes is null || !_leafHashes.Read(_tree.Size).SequenceEqual(hash))
        {
            return $"record {_tree.Size}, at byte {line.Offset} of {name}, is not the one that its leaf hash was made of: one of the two was changed after it was written";
        }

        _tree.Append(hash);
        return null;
    }

    private string? Compare(ReadOnlySpan<byte> line)
    {
        for (; _nextEntry < _entries.Count && _entries[_nextEntry].Checkpoint.Size == _tree.Size; _nextEntry++)
        {
            if (!_entries[_nextEntry].Checkpoint.Root.Span.SequenceEqual(_tree.GetRoot()))
            {
                return $"its first {_tree.Size} records are not the ones that its checkpoint of {_tree.Size} records was signed for";
            }

            _hours[_tree.Size] = RecordHead.HourOf(line);
        }

        return null;
    }

    // A start took the tree at the open segment from its file, and the checkpoint proved it there; before a first start there is none.
    private bool IsStart(MerkleFrontier tree, long end) =>
        tree.Size == end && (SegmentStartFile.Read(directory, end) is not { } start || start.GetRoot().AsSpan().SequenceEqual(tree.GetRoot()));

    private static void Write(LogSegment segment, DecisionIndex index, long length) =>
        PrivateFile.Write(DecisionIndex.PathOf(segment), index.ToBytes(length), durable: false);
}
