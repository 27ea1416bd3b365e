using Rego.Values;

namespace Gateway.Hosting.Audit;

// The thread that puts written records on stable storage and seals them.
public sealed partial class TamperEvidentLog
{
    private readonly object _syncGate = new();
    private List<PendingRecord> _awaitingSync = [];
    private List<PendingRecord> _syncing = [];
    private long _durableRecords;
    private long _firstUnsyncedAt;
    private long _sealedAt;
    private bool _hasUnsynced;
    private bool _hasUnsealed;
    private bool _isWriterDone;
    private bool _isSyncerIdle;
    private volatile LogFault? _syncFault;

    private void NoteWritten(List<PendingRecord> batch, int durable)
    {
        lock (_syncGate)
        {
            if (!_hasUnsynced)
            {
                _hasUnsynced = true;
                _firstUnsyncedAt = _time.GetTimestamp();
            }

            if (durable > 0)
            {
                _awaitingSync.AddRange(batch.Where(record => record.IsDurable));
            }

            // A syncer that sleeps until the interval is over need not be woken for reading calls.
            if (durable > 0 || _isSyncerIdle)
            {
                Monitor.Pulse(_syncGate);
            }
        }
    }

    private void SyncLoop()
    {
        while (WaitForWork())
        {
            SyncAndSeal();
        }

        Finish();
    }

    private bool WaitForWork()
    {
        lock (_syncGate)
        {
            while (!_isWriterDone)
            {
                var wait = TimeUntilWork();
                if (wait <= TimeSpan.Zero)
                {
                    break;
                }

                _isSyncerIdle = wait == TimeSpan.MaxValue;
                Monitor.Wait(_syncGate, wait == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : wait);
                _isSyncerIdle = false;
            }

            (_awaitingSync, _syncing) = (_syncing, _awaitingSync);
            _hasUnsynced = false;
            return !_isWriterDone;
        }
    }

    private TimeSpan TimeUntilWork()
    {
        if (_awaitingSync.Count > 0)
        {
            return TimeSpan.Zero;
        }

        var toSync = _hasUnsynced ? _options.SyncInterval - _time.GetElapsedTime(_firstUnsyncedAt) : TimeSpan.MaxValue;
        var toNextSeal = _options.SyncInterval - _time.GetElapsedTime(_sealedAt);

        // A log that falls silent is marked as far as it goes, too; where that fails, not over and over without a pause.
        var toMark = _store.TimeUntilMark is var left && left > toNextSeal ? left : toNextSeal;
        return new[] { toSync, _hasUnsealed ? toNextSeal : TimeSpan.MaxValue, toMark }.Min();
    }

    private void SyncAndSeal()
    {
        // After a fault nothing counts as well again before all of it was: a sync that succeeds opens nothing while the seal fails.
        var isFaulty = _syncFault is not null;
        try
        {
            var point = _store.BeginSync();
            _store.Sync(point);
            Interlocked.Exchange(ref _durableRecords, point.Size);
            if (!isFaulty)
            {
                _syncing.ForEach(record => record.Succeed());
            }

            _hasUnsealed = true;
            if (isFaulty || _time.GetElapsedTime(_sealedAt) >= _options.SyncInterval)
            {
                Seal(point);
            }

            _syncFault = null;
            _syncing.ForEach(record => record.Succeed());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            _syncFault ??= Report(e);
            _syncFault.Count(_syncing.Count);
            _syncing.ForEach(record => record.Fail("The audit log can't be put on stable storage.", e));
            _sealedAt = _time.GetTimestamp();
        }

        lock (_syncGate)
        {
            _syncing.Clear();
        }
    }

    private void Seal(SyncPoint point)
    {
        _store.Seal(point, durable: false);
        _sealedAt = _time.GetTimestamp();
        _hasUnsealed = false;
    }

    private void Finish()
    {
        try
        {
            var point = _store.BeginSync();
            _store.Sync(point);
            Interlocked.Exchange(ref _durableRecords, point.Size);
            _syncing.ForEach(record => record.Succeed());
            _store.Seal(point, durable: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            Report(e);
            _syncing.ForEach(record => record.Fail("The audit log can't be put on stable storage.", e));
        }
    }

    // What was the matter, told by the log itself. While the log can't be written this is also the probe that finds out when it can be.
    private void RecordFault(LogFault fault)
    {
        var record = _events.Encode(
            "recovered",
            _time.GetUtcNow(),
            ("since", RegoString.From(fault.Since.UtcDateTime.ToString("O"))),
            ("error", RegoString.From(fault.Error)),
            ("refused", RegoNumber.From(fault.Failed)));
        _probe = Enqueue(record, durable: true);
        _ = ConfirmAsync(_probe, fault);
    }

    private async Task ConfirmAsync(PendingRecord probe, LogFault fault)
    {
        try
        {
            await probe.Completion;
            _unreportedFault = null;
            LogRecovered(_logger, fault.Failed, fault.Since);
        }
        catch (AuditUnavailableException)
        {
            // Still not; the watchdog sends the next probe.
        }
        finally
        {
            _probe = null;
        }
    }
}
