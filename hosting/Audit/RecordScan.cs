using Gateway.Contract.Audit;

namespace Gateway.Hosting.Audit;

/// <summary>
/// Reads the records of a log's last segments at a start and compares them with everything that says what they were: the checkpoints, the
/// leaf hashes, and the mark outside the log's directory. The first thing that is not right ends it.
/// </summary>
internal sealed class RecordScan
{
    private const int FirstHashes = 1024;

    private readonly SealedState _state;
    private readonly Checkpoint? _mark;
    private readonly LeafHashFile? _leafHashes;
    private byte[] _hashes = new byte[FirstHashes * MerkleHash.Size];
    private int _hashesLength;
    private int _nextCheckpoint;

    /// <summary>Goes on from a tree that the records before the first segment are taken to have.</summary>
    public RecordScan(MerkleFrontier start, SealedState state, Checkpoint? mark, LeafHashFile? leafHashes)
    {
        (Tree, SegmentStart, _state, _mark, _leafHashes) = (start.Clone(), start.Clone(), state, mark, leafHashes);
        FirstRecord = start.Size;
        SealedTree = start.Clone();
        var entries = state.History.Entries;
        while (_nextCheckpoint < entries.Count && entries[_nextCheckpoint].Checkpoint.Size < start.Size)
        {
            _nextCheckpoint++;
        }

        Compare(default);
    }

    /// <value>What is not right; null where all is.</value>
    public string? Problem { get; private set; }

    /// <value>Whether <see cref="Problem"/> is that the mark names another history than this log's.</value>
    public bool IsFork { get; private set; }

    /// <value>The first record that was read.</value>
    public long FirstRecord { get; }

    /// <value>The tree behind the last whole record.</value>
    public MerkleFrontier Tree { get; }

    /// <value>The tree before the last segment.</value>
    public MerkleFrontier SegmentStart { get; }

    /// <value>The tree of the newest checkpoint.</value>
    public MerkleFrontier SealedTree { get; }

    /// <value>Whether the newest checkpoint was found to be right.</value>
    public bool IsProven { get; private set; }

    /// <value>Whether the last record under a checkpoint is one behind which nothing but a start may stand.</value>
    public bool IsQuiet { get; private set; }

    /// <value>Whether all records behind the newest checkpoint are of a start.</value>
    public bool IsTailOfStart { get; private set; } = true;

    /// <value>Which segment the newest checkpoint ends in, and how many bytes of it are under it.</value>
    public (int Segment, long Length) SealedEnd { get; private set; }

    /// <value>Where the last segment's unfinished end begins; -1 where it has none.</value>
    public long TornAt { get; private set; } = -1;

    /// <value>Whether the leaf hashes of some of these records were lost.</value>
    public bool HasLostHashes { get; private set; }

    /// <value>In which hour the records were made that checkpoints end with, by the checkpoints' sizes.</value>
    public Dictionary<long, long> Hours { get; } = [];

    /// <summary>The leaf hashes of the records from <see cref="FirstRecord"/> to <paramref name="end"/>.</summary>
    public ReadOnlySpan<byte> HashesTo(long end) => _hashes.AsSpan(0, checked((int)((end - FirstRecord) * MerkleHash.Size)));

    /// <summary>Reads the segments from <paramref name="first"/> on.</summary>
    public void Run(IReadOnlyList<LogSegment> segments, int first)
    {
        for (var i = first; i < segments.Count && Problem is null; i++)
        {
            if (segments[i].FirstSequence != Tree.Size)
            {
                Problem = $"{Path.GetFileName(segments[i].Path)} begins with record {segments[i].FirstSequence} where record {Tree.Size} belongs";
                return;
            }

            SegmentStart.CopyFrom(Tree);
            ReadSegment(segments[i], i, isLast: i == segments.Count - 1);
        }
    }

    private void ReadSegment(LogSegment segment, int index, bool isLast)
    {
        var name = Path.GetFileName(segment.Path);
        using var lines = new LogLineReader(segment.Path);
        while (Problem is null && lines.TryRead(out var line))
        {
            if (!line.IsTerminated || line.Bytes.Span.Contains((byte)0))
            {
                TornAt = line.Offset;
                if (!isLast || line.IsTooLong || Tree.Size < _state.Newest.Size)
                {
                    Problem = $"{name} is damaged at byte {line.Offset}, in record {Tree.Size}, which is not the log's unfinished end";
                }

                return;
            }

            if (!IsRecord(line.Bytes.Span))
            {
                Problem = $"{name} has something else at byte {line.Offset}, where record {Tree.Size} belongs";
                return;
            }

            Take(line, index, name);
        }
    }

    // What is under the newest checkpoint is proven by it, byte for byte; what is not has the form of a record at least.
    private bool IsRecord(ReadOnlySpan<byte> line) => Tree.Size < _state.Newest.Size
        ? RecordHead.TryReadSequence(line, out var number) && number == Tree.Size
        : LogRecordForm.TryReadSequence(line, out number) && number == Tree.Size;

    private void Take(LogLine line, int index, string name)
    {
        Span<byte> hash = stackalloc byte[MerkleHash.Size];
        MerkleHash.OfLeaf(line.Bytes.Span, hash);
        CompareLeafHash(hash, name, line.Offset);
        Keep(hash);
        Tree.Append(hash);
        if (Tree.Size == _state.Newest.Size)
        {
            SealedEnd = (index, line.Offset + line.Bytes.Length + 1);
            SealedTree.CopyFrom(Tree);
            IsQuiet = RecordHead.IsOfKind(line.Bytes.Span, "stop"u8);
        }

        IsTailOfStart &= Tree.Size <= _state.Newest.Size || RecordHead.IsOfStart(line.Bytes.Span);
        Compare(line.Bytes.Span);
    }

    private void Keep(ReadOnlySpan<byte> hash)
    {
        if (_hashes.Length < _hashesLength + hash.Length)
        {
            Array.Resize(ref _hashes, _hashes.Length * 2);
        }

        hash.CopyTo(_hashes.AsSpan(_hashesLength));
        _hashesLength += hash.Length;
    }

    private void CompareLeafHash(ReadOnlySpan<byte> hash, string name, long offset)
    {
        var kept = _leafHashes is null ? default : _leafHashes.Read(Tree.Size);
        if (kept.SequenceEqual(hash))
        {
            return;
        }

        HasLostHashes = true;
        if (kept.ContainsAnyExcept((byte)0))
        {
            Problem = $"record {Tree.Size}, at byte {offset} of {name}, is not the one that its leaf hash was made of: one of the two was changed after it was written";
        }
    }

    private void Compare(ReadOnlySpan<byte> line)
    {
        var entries = _state.History.Entries;
        for (; _nextCheckpoint < entries.Count && entries[_nextCheckpoint].Checkpoint.Size == Tree.Size; _nextCheckpoint++)
        {
            Hours[Tree.Size] = RecordHead.HourOf(line);
            Problem ??= IsRoot(entries[_nextCheckpoint].Checkpoint) ? null : $"its first {Tree.Size} records are not the ones that its checkpoint of {Tree.Size} records was signed for";
        }

        if (_state.Newest.Size == Tree.Size)
        {
            IsProven = IsRoot(_state.Newest);
            IsQuiet |= Tree.Size == 0;
            Problem ??= IsProven ? null : "its records are not the ones that its last checkpoint was signed for";
        }

        if (_mark?.Size == Tree.Size && Problem is null && !IsRoot(_mark))
        {
            IsFork = true;
            Problem = $"its first {Tree.Size} records are others than the ones that were sealed here";
        }
    }

    private bool IsRoot(Checkpoint checkpoint) => Tree.GetRoot().AsSpan().SequenceEqual(checkpoint.Root.Span);
}
