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
    private readonly LeafHashWriter _leafHashes;
    private readonly CheckpointKeeper _history;
    private readonly SealedMark _mark;
    private readonly MerkleFrontier _tree;
    private readonly MerkleFrontier _segmentStart;
    private readonly MerkleFrontier _nextTree = new();
    private readonly List<long> _segmentStarts;
    private readonly SyncRepair _repair;
    private AppendFile _segment;
    private byte[] _batch = new byte[256 * 1024];
    private long _sealedSize;
    private long _markedSize;
    private long _checkpointsSyncedAt;

    /// <summary>Takes over what recovery found to be right.</summary>
    public AuditStore(RecoveredLog log, NoteSignerKey key, long segmentSizeBytes, TimeProvider time)
    {
        (_directory, _disk, _segment, _history, _mark, _tree, _segmentStart, _sealedSize) =
            (log.Directory, log.Disk, log.Segment, log.History, log.Mark, log.Tree, log.SegmentStart.Clone(), log.SealedSize);
        _key = key;
        _segmentSizeBytes = segmentSizeBytes;
        _time = time;
        _segmentStarts = [.. log.SegmentStarts];
        _leafHashes = new LeafHashWriter(log.LeafHashes, _segmentStart, _tree);
        _repair = new SyncRepair(_segment, _segment.Length);
        (_markedSize, _checkpointsSyncedAt) = (log.SealedSize, time.GetTimestamp());
    }

    /// <value>How long until the newest checkpoint is to be put on stable storage and marked; the longest time there is where it is already. For the thread that seals.</value>
    public TimeSpan TimeUntilMark => _markedSize >= _sealedSize ? TimeSpan.MaxValue : CheckpointSyncInterval - _time.GetElapsedTime(_checkpointsSyncedAt);

    /// <value>The checkpoints that are kept.</value>
    public CheckpointKeeper History => _history;

    /// <value>The first record of the segment that is written: those before it are in closed segments.</value>
    public long FirstOpenRecord
    {
        get
        {
            lock (_state)
            {
                return _segmentStart.Size;
            }
        }
    }

    /// <value>Is told when there is something for the background: a segment was closed, or (true) the leaf hashes before the open one were touched.</value>
    public Action<bool>? Background { get; set; }

    /// <summary>Appends a batch and numbers its records.</summary>
    /// <exception cref="IOException">None of them is in the log.</exception>
    public void Append(List<PendingRecord> records)
    {
        lock (_state)
        {
            MakeSureOfSegment();
            _nextTree.CopyFrom(_tree);
            try
            {
                var length = 0;
                foreach (var record in records)
                {
                    length = Add(record, length);
                }

                _segment.Append(_batch.AsSpan(0, length));
            }
            catch
            {
                _leafHashes.Forget((int)(_nextTree.Size - _tree.Size));
                throw;
            }

            _tree.CopyFrom(_nextTree);
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
        _history.RequireOwn();
        WriteLeafHashes();
        if (point.Size <= _sealedSize && !durable && TimeUntilMark > TimeSpan.Zero)
        {
            return;
        }

        var note = Checkpoint.Sign(point.Size, point.Root, _key);
        if (point.Size > _sealedSize)
        {
            _history.Append(note, point.Size, Hour());
            _sealedSize = point.Size;
        }

        var isTime = durable || _time.GetElapsedTime(_checkpointsSyncedAt) >= CheckpointSyncInterval;
        if (isTime)
        {
            _history.Sync();
            _history.Thin(SegmentStarts());
            _checkpointsSyncedAt = _time.GetTimestamp();
        }

        PrivateFile.Write(Path.Combine(_directory, LogLayout.CheckpointFile), note, isTime);
        if (isTime)
        {
            // Behind the history, so that a power failure never leaves it ahead of that.
            _mark.Write(note, durable);
            _markedSize = point.Size;
        }
    }

    public void Dispose()
    {
        _segment.Dispose();
        _leafHashes.Dispose();
        _history.Dispose();
    }

    private int Add(PendingRecord record, int length)
    {
        record.Sequence = _nextTree.Size;
        record.Buffer.WriteHead(record.Sequence);
        var line = record.Buffer.Line;
        if (_batch.Length < length + line.Length + 1)
        {
            Array.Resize(ref _batch, Math.Max(_batch.Length * 2, length + line.Length + 1));
        }

        line.CopyTo(_batch.AsSpan(length));
        _batch[length + line.Length] = (byte)'\n';
        _nextTree.Append(_leafHashes.Add(line));
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

        // What is derived of a closed segment lasts as its records do: no start reads these again.
        var isTouched = _leafHashes.Write(_tree);
        _leafHashes.Sync();
        var next = AppendFile.Open(Path.Combine(_directory, LogLayout.SegmentName(_tree.Size)), _disk);
        SegmentStartFile.Write(_directory, _tree);
        _repair.Begin(next);
        _segment.Dispose();
        _segment = next;
        _segmentStart.CopyFrom(_tree);
        _segmentStarts.Add(_tree.Size);
        _leafHashes.Begin(_tree);
        Background?.Invoke(isTouched);
    }

    private void WriteLeafHashes()
    {
        lock (_state)
        {
            if (_leafHashes.Write(_tree))
            {
                Background?.Invoke(true);
            }
        }
    }

    private long[] SegmentStarts()
    {
        lock (_state)
        {
            return [.. _segmentStarts];
        }
    }

    private long Hour() => RecordHead.HourOf(_time.GetUtcNow());
}
