namespace Gatekeeper.Audit;

// The queue and the thread that writes it.
internal sealed partial class DecisionLog
{
    private readonly object _queueGate = new();
    private List<PendingRecord> _queued = [];
    private List<PendingRecord> _writing = [];
    private bool _isWriterIdle;
    private bool _isStopping;
    private volatile LogFault? _writeFault;

    private PendingRecord Enqueue(RecordBuffer buffer, bool durable)
    {
        var record = new PendingRecord(buffer, durable, _time.GetTimestamp());
        lock (_queueGate)
        {
            if (_isStopping || _queued.Count >= _options.MaxQueuedRecords)
            {
                buffer.Release();
                throw new AuditUnavailableException(_isStopping ? "The decision log is closed." : "Too many records wait for the decision log.");
            }

            _queued.Add(record);
            if (_isWriterIdle)
            {
                _isWriterIdle = false;
                Monitor.Pulse(_queueGate);
            }
        }

        return record;
    }

    /// <summary>Queues a record of the log's own; nobody waits for it.</summary>
    private bool TryEnqueue(RecordBuffer buffer)
    {
        try
        {
            Enqueue(buffer, durable: false);
            return true;
        }
        catch (AuditUnavailableException)
        {
            return false;
        }
    }

    private void WriteLoop()
    {
        while (TakeBatch())
        {
            Write(_writing);
            lock (_queueGate)
            {
                _writing.Clear();
            }
        }
    }

    private bool TakeBatch()
    {
        lock (_queueGate)
        {
            while (_queued.Count == 0 && !_isStopping)
            {
                _isWriterIdle = true;
                Monitor.Wait(_queueGate);
            }

            (_queued, _writing) = (_writing, _queued);
            return _writing.Count > 0;
        }
    }

    private void Write(List<PendingRecord> batch)
    {
        try
        {
            _store.Append(batch);
            _writeFault = null;
            Written(batch);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            var fault = _writeFault ?? Report(e);
            fault.Count(batch.Count);
            _writeFault = fault;
            batch.ForEach(record => record.Fail("The decision log can't be written.", e));
        }

        foreach (var record in batch)
        {
            record.Buffer.Release();
        }
    }

    private void Written(List<PendingRecord> batch)
    {
        var durable = 0;
        foreach (var record in batch)
        {
            if (record.IsDurable)
            {
                durable++;
            }
            else
            {
                record.Succeed();
            }
        }

        NoteWritten(batch, durable);
    }

    private LogFault Report(Exception e)
    {
        LogUnavailable(_logger, e.Message);
        var fault = new LogFault(_time.GetUtcNow(), e.Message);
        _unreportedFault ??= fault;
        return fault;
    }
}
