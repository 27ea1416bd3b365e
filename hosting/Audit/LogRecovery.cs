using Gateway.Contract.Audit;

namespace Gateway.Hosting.Audit;

/// <summary>
/// Opens a log for writing: proves that what is there is what was sealed, cuts off what a crash left incomplete, and brings the derived
/// files up to date. A log that is not what was sealed is not written to. Only the last segment is read and the tree before it proven by
/// its root; the segments before are for <see cref="LogProof"/>.
/// </summary>
internal sealed class LogRecovery
{
    private readonly string _directory;
    private readonly NoteSignerKey _key;
    private readonly LogDisk _disk;
    private readonly SealedMark _mark;
    private readonly bool _mayBeBehindMark;
    private readonly List<TornTail> _torn = [];

    private LogRecovery(string directory, NoteSignerKey key, LogDisk disk, SealedMark mark, bool mayBeBehindMark) =>
        (_directory, _key, _disk, _mark, _mayBeBehindMark) = (directory, key, disk, mark, mayBeBehindMark);

    /// <summary>Opens the log in <paramref name="directory"/>, or begins one.</summary>
    /// <param name="directory">The log's directory.</param>
    /// <param name="key">The log's.</param>
    /// <param name="disk">How files get onto stable storage.</param>
    /// <param name="mark">What is known of the log outside its directory.</param>
    /// <param name="mayBeBehindMark">Whether an operator has decided that a log which is right in itself goes on in spite of the mark.</param>
    /// <exception cref="LogRefusedException">The log is not the one that was sealed. Nothing was changed.</exception>
    /// <exception cref="IOException">The directory or a file can't be read or written.</exception>
    public static RecoveredLog Open(string directory, NoteSignerKey key, LogDisk disk, SealedMark mark, bool mayBeBehindMark) =>
        new LogRecovery(directory, key, disk, mark, mayBeBehindMark).Run();

    private RecoveredLog Run()
    {
        var segments = LogLayout.FindSegments(_directory);
        var mark = ReadMark();
        var state = ReadState(segments);
        RequireAllSegments(segments);
        using var leafHashes = LeafHashFile.TryOpen(_directory);
        var scan = Scan(segments, state, _mayBeBehindMark ? null : mark, leafHashes);
        RequireNotBehindMark(scan, mark);
        RequireNothingBehindQuiet(scan, state, segments);

        // From here on files are changed, and every one of the findings above was made.
        var tree = scan.IsQuiet ? scan.SealedTree : scan.Tree;
        CutTorn(segments, scan, tree.Size);
        var history = OpenHistory(state, scan.Hours);
        var segmentStart = scan.SegmentStart.Size <= tree.Size ? scan.SegmentStart : tree;
        var segment = AppendFile.Open(segments.Count > 0 ? segments[^1].Path : Path.Combine(_directory, LogLayout.SegmentName(0)), _disk);
        RewriteUnsealed(segment, scan, segments.Count - 1);
        SegmentStartFile.Write(_directory, segmentStart);
        return new RecoveredLog
        {
            Directory = _directory,
            Disk = _disk,
            Segment = segment,
            SegmentStarts = [.. segments.Select(entry => entry.FirstSequence)],
            LeafHashes = OpenLeafHashes(scan, tree.Size),
            History = history,
            Mark = _mark,
            Tree = tree,
            SegmentStart = segmentStart,
            SealedSize = state.Newest.Size,
            TornTails = _torn,
        };
    }

    private Checkpoint? ReadMark()
    {
        try
        {
            return _mark.Read(_key.VerifierKey);
        }
        catch (FormatException) when (_mayBeBehindMark)
        {
            return null;
        }
        catch (FormatException e)
        {
            throw Rollback($"{_mark.Path}, which says how far it was sealed, is not what was written: {e.Message}");
        }
    }

    private SealedState ReadState(IReadOnlyList<LogSegment> segments)
    {
        try
        {
            return SealedState.Read(_directory, _key.VerifierKey, segments.Any(segment => new FileInfo(segment.Path).Length > 0));
        }
        catch (FormatException e)
        {
            throw Refuse(e.Message.TrimEnd('.'));
        }
    }

    private void RequireAllSegments(IReadOnlyList<LogSegment> segments)
    {
        var archived = CountArchived();
        var missing = LogLayout.FindStarts(_directory).Where(first => first >= archived && segments.All(segment => segment.FirstSequence != first)).ToArray();
        if (missing.Length > 0)
        {
            throw Refuse($"the segment {LogLayout.SegmentName(missing.Min())} is gone");
        }

        if (segments is [{ FirstSequence: var first }, ..] && first > archived)
        {
            throw Refuse($"the records {archived} to {first - 1} are gone");
        }
    }

    private long CountArchived()
    {
        try
        {
            return ArchivedSegments.CountRecords(_directory);
        }
        catch (FormatException e)
        {
            throw Refuse(e.Message.TrimEnd('.'));
        }
    }

    private RecordScan Scan(IReadOnlyList<LogSegment> segments, SealedState state, Checkpoint? mark, LeafHashFile? leafHashes)
    {
        // From the segment on in which the newest checkpoint's last record is: what is before it is proven by its root, what is behind by nothing.
        var first = Math.Max(0, segments.Count(segment => segment.FirstSequence < state.Newest.Size) - 1);
        RecordScan? scan = null;
        foreach (var start in Starts(segments, first, leafHashes))
        {
            scan = new RecordScan(start, state, mark, leafHashes);
            scan.Run(segments, start.Size == 0 ? 0 : first);
            if (scan is { IsProven: true, Problem: null })
            {
                return scan;
            }
        }

        var found = scan is null ? "the leaf hashes of records that were moved to an archive are gone"
            : scan.Problem ?? $"it has {scan.Tree.Size} records, but its last checkpoint has {state.Newest.Size}";
        throw scan?.IsFork == true ? Rollback(found) : Refuse(found);
    }

    // Each as good as the checkpoint finds it; the last are the records themselves.
    private IEnumerable<MerkleFrontier> Starts(IReadOnlyList<LogSegment> segments, int first, LeafHashFile? leafHashes)
    {
        var size = first < segments.Count ? segments[first].FirstSequence : 0;
        if (size > 0 && leafHashes?.Count >= size)
        {
            if (SegmentStartFile.Read(_directory, size) is { } kept)
            {
                yield return kept;
            }

            var tree = new MerkleFrontier();
            while (tree.Size < size)
            {
                tree.Append(leafHashes.Read(tree.Size));
            }

            yield return tree;
        }

        if (segments.Count == 0 || segments[0].FirstSequence == 0)
        {
            yield return new MerkleFrontier();
        }
    }

    private void RequireNotBehindMark(RecordScan scan, Checkpoint? mark)
    {
        if (mark is not null && mark.Size > scan.Tree.Size && !_mayBeBehindMark)
        {
            throw Rollback(
                $"it ends with {scan.Tree.Size} records, and {mark.Size} were sealed here, with the root {Convert.ToBase64String(mark.Root.Span)}: it was rolled back, or replaced by an older copy");
        }
    }

    private void RequireNothingBehindQuiet(RecordScan scan, SealedState state, IReadOnlyList<LogSegment> segments)
    {
        var behind = scan.Tree.Size - state.Newest.Size;
        if (scan.IsQuiet && behind > 0 && !(scan.IsTailOfStart && segments.Count - 1 - scan.SealedEnd.Segment <= 1))
        {
            throw Refuse($"{behind} records from {state.Newest.Size} on stand behind its sealed {(state.Newest.Size == 0 ? "beginning" : "stop")}, and no program wrote them there");
        }
    }

    // Behind a sealed stop there can be what a start that was killed had written, which nothing tells from a forgery: it is not adopted.
    private void CutTorn(IReadOnlyList<LogSegment> segments, RecordScan scan, long records)
    {
        for (var i = 0; i < segments.Count; i++)
        {
            var end = !scan.IsQuiet ? (i == segments.Count - 1 ? scan.TornAt : -1)
                : i == scan.SealedEnd.Segment ? scan.SealedEnd.Length
                : i > scan.SealedEnd.Segment ? 0 : -1;
            if (end >= 0 && new FileInfo(segments[i].Path).Length > end)
            {
                _torn.Add(TornTail.Cut(segments[i].Path, end, records));
            }
        }
    }

    private CheckpointKeeper OpenHistory(SealedState state, Dictionary<long, long> hours)
    {
        var path = Path.Combine(_directory, LogLayout.CheckpointHistoryFile);
        if (state.History.TornBytes > 0)
        {
            _torn.Add(TornTail.Cut(path, state.History.Length, state.Newest.Size));
        }

        _torn.AddRange(state.Lost);
        var keeper = CheckpointKeeper.Open(path, state.History, hours, _disk);
        if (state.History.Entries.Count == 0)
        {
            // A log is sealed from its first moment, so that one without checkpoints is never taken for a new one.
            var note = Checkpoint.Sign(0, MerkleHash.EmptyRoot, _key);
            keeper.Append(note, 0, hour: 0);
            keeper.Sync();
            Posix.PrivateFile.Write(Path.Combine(_directory, LogLayout.CheckpointFile), note, durable: true);
        }
        else if (state.Missing is { } missing)
        {
            keeper.Append(missing, state.Newest.Size, hour: CheckpointKeeper.UnknownHour);
        }

        return keeper;
    }

    // What was read just now may be in the kernel's memory only, where the process before this one ended after a failed sync.
    private static void RewriteUnsealed(AppendFile segment, RecordScan scan, int last)
    {
        var from = scan.SealedEnd.Segment == last ? scan.SealedEnd.Length : 0;
        if (segment.Length > from)
        {
            segment.Rewrite(from);
        }
    }

    private AppendFile OpenLeafHashes(RecordScan scan, long records)
    {
        var path = Path.Combine(_directory, LogLayout.LeafHashesFile);
        var file = AppendFile.Open(path, _disk);
        if (file.Length > records * MerkleHash.Size)
        {
            _torn.Add(TornTail.Cut(path, records * MerkleHash.Size, records));
            file.Accept();
        }

        if (scan.HasLostHashes || file.Length < records * MerkleHash.Size)
        {
            // Derived, and not on stable storage before a segment ends: a crash takes some of it.
            file.CutTo(Math.Min(file.Length, scan.FirstRecord * MerkleHash.Size));
            file.Append(scan.HashesTo(records));
        }

        return file;
    }

    private LogRefusedException Refuse(string found) => new(new LogRefusal(found, IsRollback: false), _directory);

    private LogRefusedException Rollback(string found) => new(new LogRefusal(found, IsRollback: true), _directory);
}
