namespace Gateway.Hosting.Audit;

// The queue, and the work item that writes it. There is at most one of it at a time: the first caller that finds nobody writing queues it on the
// thread pool, so that a busy program changes no threads for a record, and a disk that hangs holds no caller beyond the bound.
public sealed partial class TamperEvidentLog : IThreadPoolWorkItem
{
    private const int MaxRounds = 16;

    private readonly object _queueGate = new();
    private List<PendingRecord> _queued = [];
    private List<PendingRecord> _writing = [];
    private bool _isWriting;
    private bool _isStopping;
    private volatile LogFault? _writeFault;

    /// <summary>Writes what is queued.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        for (var i = 0; i < MaxRounds; i++)
        {
            lock (_queueGate)
            {
                (_queued, _writing) = (_writing, _queued);
            }

            var last = Write(_writing);
            if (!GoOn())
            {
                // Nobody waits for this thread any more, so the last caller's call goes on right here.
                last?.SucceedHere();
                return;
            }

            last?.Succeed();
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private PendingRecord Enqueue(RecordBuffer buffer, bool durable)
    {
        var record = new PendingRecord(buffer, durable, _time.GetTimestamp());
        bool isFirst;
        lock (_queueGate)
        {
            if (_isStopping || _queued.Count >= _options.MaxQueuedRecords)
            {
                buffer.Release();
                throw new AuditUnavailableException(_isStopping ? "The audit log is closed." : "Too many records wait for the audit log.");
            }

            _queued.Add(record);
            isFirst = !_isWriting;
            _isWriting = true;
        }

        if (isFirst)
        {
            // Behind what the pool has to do already: the busier it is, the more records one write takes.
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        return record;
    }

    private bool GoOn()
    {
        lock (_queueGate)
        {
            _writing.Clear();
            _isWriting = _queued.Count > 0;
            if (!_isWriting)
            {
                Monitor.PulseAll(_queueGate);
            }

            return _isWriting;
        }
    }

    /// <summary>Lets nothing more in and waits until all that is queued is written.</summary>
    /// <returns>Whether it is; not where a write hangs.</returns>
    private bool CloseQueue()
    {
        var deadline = Environment.TickCount64 + (long)StopTimeout.TotalMilliseconds;
        lock (_queueGate)
        {
            _isStopping = true;
            while (_isWriting)
            {
                var left = deadline - Environment.TickCount64;
                if (left <= 0 || !Monitor.Wait(_queueGate, TimeSpan.FromMilliseconds(left)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <returns>A record that is written and whose caller has not been told yet; null where there is none.</returns>
    private PendingRecord? Write(List<PendingRecord> batch)
    {
        PendingRecord? last = null;
        try
        {
            _store.Append(batch);
            _writeFault = null;
            last = Written(batch);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            var fault = _writeFault ?? Report(e);
            fault.Count(batch.Count);
            _writeFault = fault;
            batch.ForEach(record => record.Fail("The audit log can't be written.", e));
        }

        foreach (var record in batch)
        {
            record.Buffer.Release();
        }

        return last;
    }

    private PendingRecord? Written(List<PendingRecord> batch)
    {
        PendingRecord? last = null;
        var durable = 0;
        foreach (var record in batch)
        {
            if (record.IsDurable)
            {
                durable++;
                continue;
            }

            last?.Succeed();
            last = record;
        }

        NoteWritten(batch, durable);
        return last;
    }

    private LogFault Report(Exception e)
    {
        LogUnavailable(_logger, e.Message);
        var fault = new LogFault(_time.GetUtcNow(), e.Message);
        _unreportedFault ??= fault;
        return fault;
    }
}
