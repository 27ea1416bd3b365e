using System.Security.Cryptography;
using Gateway.Contract.Audit;
using Gateway.Hosting.Posix;

namespace Gateway.Hosting.Audit;

/// <summary>
/// Opens a log for writing: proves that what is there is what was sealed, cuts off what a crash left incomplete, and brings the derived
/// leaf hashes up to date. A log that is not what was sealed is not written to.
/// </summary>
internal sealed class LogRecovery
{
    private readonly string _directory;
    private readonly NoteSignerKey _key;
    private readonly LogDisk _disk;
    private readonly MerkleFrontier _tree = new();
    private readonly MerkleFrontier _segmentStart = new();
    private readonly List<byte[]> _hashed = [];
    private Checkpoint? _sealed;
    private bool _isProven;
    private long _tornAt = -1;
    private long _sealedLength;
    private TornTail? _tornTail;

    private LogRecovery(string directory, NoteSignerKey key, LogDisk disk) => (_directory, _key, _disk) = (directory, key, disk);

    /// <summary>Opens the log in <paramref name="directory"/>, or begins one.</summary>
    /// <exception cref="InvalidOperationException">The log is not the one that was sealed.</exception>
    /// <exception cref="IOException">The directory or a file can't be read or written.</exception>
    public static RecoveredLog Open(string directory, NoteSignerKey key, LogDisk disk) => new LogRecovery(directory, key, disk).Run();

    private RecoveredLog Run()
    {
        var segments = LogLayout.FindSegments(_directory);
        var history = OpenHistory(hasRecords: segments.Any(segment => new FileInfo(segment.Path).Length > 0));
        Rebuild(segments);
        if (_tornAt >= 0)
        {
            CutTornTail(segments[^1].Path, _tornAt);
        }

        var segment = AppendFile.Open(segments.Count > 0 ? segments[^1].Path : Path.Combine(_directory, LogLayout.SegmentName(0)), _disk);
        if (segment.Length > _sealedLength)
        {
            // What was read just now may be in the kernel's memory only, where the process before this one ended after a failed sync.
            segment.Rewrite(_sealedLength);
        }

        return new RecoveredLog
        {
            Directory = _directory,
            Disk = _disk,
            Segment = segment,
            LeafHashes = OpenLeafHashes(),
            History = history,
            Tree = _tree,
            SegmentStart = _segmentStart,
            SealedSize = _sealed!.Size,
            TornTail = _tornTail,
        };
    }

    private AppendFile OpenHistory(bool hasRecords)
    {
        var path = Path.Combine(_directory, LogLayout.CheckpointHistoryFile);
        var history = CheckpointHistory.Read(File.Exists(path) ? File.ReadAllBytes(path) : [], _key.VerifierKey);
        if (history.Damage is not null)
        {
            throw Refusal($"its checkpoints are not right at byte {history.Length}: {history.Damage}");
        }

        if (history.Entries.Count == 0 && hasRecords)
        {
            throw Refusal("it has records, but its checkpoints are gone");
        }

        var file = AppendFile.Open(path, _disk);
        if (history.TornBytes > 0)
        {
            file.CutTo(history.Length);
        }

        if (history.Entries.Count == 0)
        {
            Begin(file);
        }

        _sealed = history.Entries.Count > 0 ? history.Entries[^1].Checkpoint : new Checkpoint(_key.VerifierKey.Name, 0, MerkleHash.EmptyRoot);
        return file;
    }

    // A log is sealed from its first moment, so that one without checkpoints is never taken for a new one.
    private void Begin(AppendFile history)
    {
        var note = Checkpoint.Sign(0, MerkleHash.EmptyRoot, _key);
        history.Append([.. note, (byte)'\n']);
        history.Sync();
        PrivateFile.Write(Path.Combine(_directory, LogLayout.CheckpointFile), note, durable: true);
    }

    private void Rebuild(IReadOnlyList<LogSegment> segments)
    {
        // Earlier segments are taken by their leaf hashes as far as the checkpoint proves these; what is behind it, by its records.
        var firstToHash = segments.Count(segment => segment.FirstSequence <= _sealed!.Size) - 1;
        if (!TryRebuild(segments, Math.Max(0, firstToHash)) && !TryRebuild(segments, 0))
        {
            throw Refusal(_tree.Size < _sealed!.Size
                ? $"it has {_tree.Size} records, but its last checkpoint has {_sealed.Size}"
                : "its records are not the ones that its last checkpoint was signed for");
        }
    }

    private bool TryRebuild(IReadOnlyList<LogSegment> segments, int firstToHash)
    {
        _tree.CopyFrom(new MerkleFrontier());
        _hashed.Clear();
        _isProven = false;
        CompareWithSealed();
        if (firstToHash > 0 && !AppendLeafHashes(segments[firstToHash].FirstSequence))
        {
            return false;
        }

        for (var i = firstToHash; i < segments.Count; i++)
        {
            AppendSegment(segments[i], isLast: i == segments.Count - 1);
        }

        return _isProven;
    }

    private bool AppendLeafHashes(long count)
    {
        var path = Path.Combine(_directory, LogLayout.LeafHashesFile);
        if (!File.Exists(path) || new FileInfo(path).Length < count * MerkleHash.Size)
        {
            return false;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 64 * 1024);
        Span<byte> hash = stackalloc byte[MerkleHash.Size];
        for (var i = 0L; i < count; i++)
        {
            file.ReadExactly(hash);
            Append(hash);
        }

        return true;
    }

    private void AppendSegment(LogSegment segment, bool isLast)
    {
        if (segment.FirstSequence != _tree.Size)
        {
            throw Refusal($"{Path.GetFileName(segment.Path)} begins with record {segment.FirstSequence} where record {_tree.Size} belongs");
        }

        _segmentStart.CopyFrom(_tree);
        _sealedLength = 0;
        _tornAt = AppendLines(segment.Path);
        if (_tornAt >= 0 && (!isLast || _tree.Size < _sealed!.Size))
        {
            throw Refusal($"{Path.GetFileName(segment.Path)} is damaged at byte {_tornAt}, in record {_tree.Size}, which is not the log's unfinished end");
        }
    }

    private long AppendLines(string path)
    {
        using var lines = new LogLineReader(path);
        while (lines.TryRead(out var line))
        {
            if (!line.IsTerminated || line.Bytes.Span.Contains((byte)0))
            {
                return line.Offset;
            }

            if (!LogRecordForm.TryReadSequence(line.Bytes.Span, out var sequence) || sequence != _tree.Size)
            {
                throw Refusal($"{Path.GetFileName(path)} has something else at byte {line.Offset}, where record {_tree.Size} belongs");
            }

            var hash = new byte[MerkleHash.Size];
            MerkleHash.OfLeaf(line.Bytes.Span, hash);
            _hashed.Add(hash);
            Append(hash);
            if (_tree.Size == _sealed!.Size)
            {
                _sealedLength = line.Offset + line.Bytes.Length + 1;
            }
        }

        return -1;
    }

    private void CutTornTail(string path, long offset)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var torn = new byte[file.Length - offset];
        file.Position = offset;
        file.ReadExactly(torn);
        var name = $"torn-{_tree.Size:d20}-{Convert.ToHexStringLower(SHA256.HashData(torn))[..12]}";
        PrivateFile.Write(Path.Combine(_directory, name), torn, durable: true);
        file.SetLength(offset);
        file.Flush(flushToDisk: true);
        _tornTail = new TornTail(name, torn.Length, Convert.ToHexStringLower(SHA256.HashData(torn)));
    }

    private void Append(ReadOnlySpan<byte> leafHash)
    {
        _tree.Append(leafHash);
        CompareWithSealed();
    }

    private void CompareWithSealed() =>
        _isProven |= _tree.Size == _sealed!.Size && _tree.GetRoot().AsSpan().SequenceEqual(_sealed.Root.Span);

    private AppendFile OpenLeafHashes()
    {
        var file = AppendFile.Open(Path.Combine(_directory, LogLayout.LeafHashesFile), _disk);
        var kept = (_tree.Size - _hashed.Count) * MerkleHash.Size;
        file.CutTo(kept);
        file.Append([.. _hashed.SelectMany(hash => hash)]);
        return file;
    }

    private InvalidOperationException Refusal(string what) =>
        new($"Audit:Directory: the audit log in {_directory} can't be continued: {what}. Look at it with 'gatectl audit verify'; to begin a new log, name another directory in Audit:Directory.");
}
