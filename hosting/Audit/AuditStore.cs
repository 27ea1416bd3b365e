using Gateway.Contract.Audit;
using Gateway.Hosting.Posix;

namespace Gateway.Hosting.Audit;

/// <summary>
/// The log's files while it is written: the current segment, the derived leaf hashes, the checkpoints. One thread appends; another
/// syncs and seals. After an error nothing is half in: a batch is in the log as a whole or not at all.
/// </summary>
internal sealed class AuditStore : IDisposable
{
    private static readonly TimeSpan CheckpointSyncInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _state = new();
    private readonly string _directory;
    private readonly NoteSignerKey _key;
    private readonly long _segmentSizeBytes;
    private readonly TimeProvider _time;
    private readonly LogDisk _disk;
    private readonly AppendFile _leafHashes;
    private readonly AppendFile _history;
    private readonly MerkleFrontier _tree;
    private readonly MerkleFrontier _segmentStart;
    private readonly MerkleFrontier _nextTree = new();
    private readonly SyncRepair _repair;
    private AppendFile _segment;
    private byte[] _batch = new byte[256 * 1024];
    private byte[] _newLeafHashes = new byte[64 * MerkleHash.Size];
    private int _newLeafHashesLength;
    private long _sealedSize;
    private long _checkpointsSyncedAt;

    /// <summary>Takes over what recovery found to be right.</summary>
    public AuditStore(RecoveredLog log, NoteSignerKey key, long segmentSizeBytes, TimeProvider time)
    {
        (_directory, _segment, _leafHashes, _history, _tree, _segmentStart, _sealedSize) =
            (log.Directory, log.Segment, log.LeafHashes, log.History, log.Tree, log.SegmentStart, log.SealedSize);
        _key = key;
        _segmentSizeBytes = segmentSizeBytes;
        _time = time;
        _disk = log.Disk;
        _repair = new SyncRepair(_segment, _segment.Length);
        _checkpointsSyncedAt = time.GetTimestamp();
    }

    /// <summary>Appends a batch and numbers its records.</summary>
    /// <exception cref="IOException">None of them is in the log.</exception>
    public void Append(List<PendingRecord> records)
    {
        lock (_state)
        {
            MakeSureOfSegment();
            _nextTree.CopyFrom(_tree);
            var leafHashes = _newLeafHashesLength;
            var length = 0;
            foreach (var record in records)
            {
                length = Add(record, length, ref leafHashes);
            }

            _segment.Append(_batch.AsSpan(0, length));
            _tree.CopyFrom(_nextTree);
            _newLeafHashesLength = leafHashes;
        }
    }

    /// <summary>What a sync that begins now will cover.</summary>
    public SyncPoint BeginSync()
    {
        lock (_state)
        {
            return new SyncPoint(_segment, _segment.Length, _tree.Size, _tree.GetRoot());
        }
    }

    /// <summary>Puts everything up to <paramref name="point"/> on stable storage.</summary>
    /// <exception cref="IOException">It may not be there; so says every further call, until an append has repaired that.</exception>
    public void Sync(SyncPoint point) => _repair.Sync(point);

    /// <summary>Signs a checkpoint of what was synced, where there is not one already.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Seal(SyncPoint point, bool durable)
    {
        if (point.Size <= _sealedSize && !durable)
        {
            return;
        }

        WriteLeafHashes();
        var note = Checkpoint.Sign(point.Size, point.Root, _key);
        RequireUntouched(_history);
        if (point.Size > _sealedSize)
        {
            _history.Append([.. note, (byte)'\n']);
            _sealedSize = point.Size;
        }

        var isTime = durable || _time.GetElapsedTime(_checkpointsSyncedAt) >= CheckpointSyncInterval;
        if (isTime)
        {
            _history.Sync();
            _checkpointsSyncedAt = _time.GetTimestamp();
        }

        PrivateFile.Write(Path.Combine(_directory, LogLayout.CheckpointFile), note, isTime);
    }

    public void Dispose()
    {
        _segment.Dispose();
        _leafHashes.Dispose();
        _history.Dispose();
    }

    private int Add(PendingRecord record, int length, ref int leafHashes)
    {
        record.Sequence = _nextTree.Size;
        record.Buffer.WriteHead(record.Sequence);
        var line = record.Buffer.Line;
        Grow(ref _batch, length + line.Length + 1);
        line.CopyTo(_batch.AsSpan(length));
        _batch[length + line.Length] = (byte)'\n';

        Grow(ref _newLeafHashes, leafHashes + MerkleHash.Size);
        var leafHash = _newLeafHashes.AsSpan(leafHashes, MerkleHash.Size);
        MerkleHash.OfLeaf(line, leafHash);
        _nextTree.Append(leafHash);
        leafHashes += MerkleHash.Size;
        return length + line.Length + 1;
    }

    private void MakeSureOfSegment()
    {
        if (_segment.IsTouched())
        {
            SegmentProof.Require(_segment, _segmentStart, _tree);
            _segment.Accept();
        }

        if (_repair.IsNeeded)
        {
            _repair.Run(_segmentStart, _tree);
        }

        if (_segment.Length >= _segmentSizeBytes)
        {
            BeginSegment();
        }
    }

    private void BeginSegment()
    {
        _repair.SyncWhole();
        var next = AppendFile.Open(Path.Combine(_directory, LogLayout.SegmentName(_tree.Size)), _disk);
        _repair.Begin(next);
        _segment.Dispose();
        _segment = next;
        _segmentStart.CopyFrom(_tree);
    }

    private void WriteLeafHashes()
    {
        lock (_state)
        {
            if (_newLeafHashesLength > 0)
            {
                RequireUntouched(_leafHashes);
                _leafHashes.Append(_newLeafHashes.AsSpan(0, _newLeafHashesLength));
                _newLeafHashesLength = 0;
            }
        }
    }

    private static void RequireUntouched(AppendFile file)
    {
        if (file.IsTouched())
        {
            throw new IOException($"{file.Path} was touched by somebody else");
        }
    }

    private static void Grow(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length));
        }
    }
}
