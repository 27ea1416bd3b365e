namespace Gateway.Contract.Audit;

/// <summary>One pass over all records, comparing them with what the checkpoints and the leaf hashes say.</summary>
/// <param name="expectations">The checkpoints, by their sizes.</param>
/// <param name="sealedSize">The size of the newest in the history.</param>
/// <param name="hasArchives">Whether archives are named, so that what was moved must be in them.</param>
internal sealed class LogWalk(IReadOnlyList<Checkpoint> expectations, long sealedSize, bool hasArchives)
{
    private readonly MerkleFrontier _tree = new();
    private readonly List<string> _notes = [];
    private int _nextExpectation;
    private long _provenSize;
    private LeafHashFile? _leafHashes;
    private LogProblem? _suspect;

    public LogProblem? Problem { get; private set; }

    public Checkpoint? LastProven { get; private set; }

    public Checkpoint? Contradicted { get; private set; }

    public int CheckpointsVerified { get; private set; }

    public long TornBytes { get; private set; }

    public IReadOnlyList<string> Notes => _notes;

    public long Records => _tree.Size;

    /// <summary>Reads all.</summary>
    /// <param name="directory">The log's directory.</param>
    /// <param name="segments">Its segments, those in archives among them, in order.</param>
    /// <param name="archived">How many of the first records were moved to an archive, which may not be at hand.</param>
    public void Run(string directory, IReadOnlyList<LogSegment> segments, long archived)
    {
        using (_leafHashes = LeafHashFile.TryOpen(directory))
        {
            CompareRoots(Path.GetFileName(segments.Count > 0 ? segments[0].Path : LogLayout.CheckpointFile), 0);
            PassArchived(segments.Count > 0 ? Math.Min(segments[0].FirstSequence, archived) : archived);
            for (var i = 0; i < segments.Count && Problem is null; i++)
            {
                ReadSegment(segments[i], isLast: i == segments.Count - 1);
            }

            if (Problem is null)
            {
                Finish();
            }
        }
    }

    // Their hashes are here, and under the same signatures; whoever has the archive compares the records, too.
    private void PassArchived(long end)
    {
        if (hasArchives && end > 0)
        {
            Fail(LogProblemKind.RecordMissing, ArchivedSegments.FileName, 0, $"Records 0 to {end - 1} were moved, and are in none of the archives that are named.");
            return;
        }

        while (Records < end && Problem is null && _leafHashes is not null && _leafHashes.Read(Records) is { IsEmpty: false } hash)
        {
            _tree.Append(hash);
            CompareRoots(LogLayout.LeafHashesFile, Records * MerkleHash.Size);
        }

        if (end > 0 && Problem is null)
        {
            _notes.Add($"records 0 to {end - 1} were moved to an archive, and only their hashes compared: name it with --archive");
        }
    }

    private void ReadSegment(LogSegment segment, bool isLast)
    {
        var file = Path.GetFileName(segment.Path);
        if (segment.FirstSequence != Records)
        {
            Fail(
                segment.FirstSequence > Records ? LogProblemKind.RecordMissing : LogProblemKind.RecordMisplaced, file, 0,
                segment.FirstSequence > Records ? $"Records {Records} to {segment.FirstSequence - 1} are missing before this file." : "The file repeats records.");
            return;
        }

        using var lines = new LogLineReader(segment.Path);
        while (Problem is null && TornBytes == 0 && lines.TryRead(out var line))
        {
            ReadLine(line, file, lines, isLast);
        }
    }

    private void ReadLine(LogLine line, string file, LogLineReader lines, bool isLast)
    {
        var bytes = line.Bytes.Span;
        if (isLast && Records >= sealedSize && (!line.IsTerminated || bytes.Contains((byte)0)) && !line.IsTooLong)
        {
            TornBytes = Math.Max(1, lines.Length - line.Offset);
            return;
        }

        if (!line.IsTerminated || !LogRecordForm.TryReadSequence(bytes, out var sequence))
        {
            Fail(LogProblemKind.RecordDamaged, file, line.Offset, line.IsTerminated ? $"Record {Records} is not a record." : $"Record {Records} is cut.");
            return;
        }

        if (sequence != Records)
        {
            Misplaced(sequence, file, line.Offset);
            return;
        }

        Append(bytes, file, line.Offset);
    }

    private void Misplaced(long sequence, string file, long offset)
    {
        var kind = sequence > Records ? LogProblemKind.RecordMissing : LogProblemKind.RecordMisplaced;
        var message = sequence > Records
            ? $"Record {Records} is not in its place: record {sequence} stands there."
            : $"Record {sequence} stands again where record {Records} belongs.";
        Fail(kind, file, offset, message);
    }

    private void Append(ReadOnlySpan<byte> line, string file, long offset)
    {
        Span<byte> leaf = stackalloc byte[MerkleHash.Size];
        MerkleHash.OfLeaf(line, leaf);
        if (_suspect is null && _leafHashes?.Differs(Records, leaf) == true)
        {
            _suspect = new LogProblem(LogProblemKind.RecordChanged, Records, file, offset, $"Record {Records} was changed after it was written.");
        }

        _tree.Append(leaf);
        CompareRoots(file, offset);
    }

    private void CompareRoots(string file, long offset)
    {
        while (Problem is null && _nextExpectation < expectations.Count && expectations[_nextExpectation].Size == Records)
        {
            var expected = expectations[_nextExpectation++];
            if (!expected.Root.Span.SequenceEqual(_tree.GetRoot()))
            {
                Contradicted = expected;
                Problem = _suspect ?? Rewritten(expected, file, offset);
                return;
            }

            CheckpointsVerified++;
            LastProven = expected;
            _provenSize = Records;
            FlushSuspect();
        }
    }

    // The records agree with a signature, so it is the derived file that does not agree with them.
    private void FlushSuspect()
    {
        if (_suspect is { } suspect)
        {
            Problem = suspect with
            {
                Kind = LogProblemKind.LeafHashesDamaged,
                File = LogLayout.LeafHashesFile,
                Offset = suspect.Record * MerkleHash.Size,
                Message = $"The records are intact, but the leaf hash of record {suspect.Record} is not its hash.",
            };
        }
    }

    private LogProblem Rewritten(Checkpoint expected, string file, long offset)
    {
        var range = expected.Size - _provenSize <= 1 ? $"Record {_provenSize}" : $"A record between {_provenSize} and {expected.Size - 1}";
        return new LogProblem(
            LogProblemKind.RecordChanged, _provenSize, file, offset, $"{range} was changed: the root of {expected.Size} records is not the signed one.");
    }

    private void Finish()
    {
        if (_nextExpectation < expectations.Count)
        {
            Contradicted = expectations[^1];
            Problem = _suspect ?? new LogProblem(
                LogProblemKind.RecordMissing, Records, null, 0, $"Records {Records} to {expectations[^1].Size - 1} are missing at the end.");
            return;
        }

        // Behind the last checkpoint only the leaf hashes speak.
        Problem = _suspect;
        if (_leafHashes is null)
        {
            _notes.Add("there are no leaf hashes: a changed record could be narrowed down only to its checkpoint");
        }
        else if (_leafHashes.Count > Records && TornBytes == 0)
        {
            _notes.Add($"there are {_leafHashes.Count} leaf hashes for {Records} records");
        }
    }

    private void Fail(LogProblemKind kind, string file, long offset, string message) =>
        Problem = _suspect ?? new LogProblem(kind, Records, file, offset, message);
}
