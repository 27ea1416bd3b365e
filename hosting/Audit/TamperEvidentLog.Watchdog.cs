namespace Gateway.Hosting.Audit;

// The clock that bounds every wait, sends probes while the log can't be written, and records what was only counted.
public sealed partial class TamperEvidentLog
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(100);

    private volatile LogFault? _unreportedFault;
    private volatile PendingRecord? _probe;
    private volatile bool _isOverdue;

    private void Watch()
    {
        var overdue = new List<PendingRecord>();
        lock (_queueGate)
        {
            CollectOverdue(_writing, overdue);
            CollectOverdue(_queued, overdue);
        }

        lock (_syncGate)
        {
            CollectOverdue(_syncing, overdue);
            CollectOverdue(_awaitingSync, overdue);
        }

        GiveUp(overdue);
        ReportFault();
        _summarize?.Invoke(this, false);
    }

    // Also at the end: a disk that was well again just before may have had no tick of the clock since.
    private void ReportFault()
    {
        if (_probe is null && _unreportedFault is { } fault)
        {
            Probe(fault);
        }
    }

    private void Probe(LogFault fault)
    {
        try
        {
            RecordFault(fault);
        }
        catch (AuditUnavailableException)
        {
            // The queue is full or closed; the next tick tries again.
        }
    }

    private void GiveUp(List<PendingRecord> overdue)
    {
        if (overdue.Count > 0 && !_isOverdue)
        {
            var fault = Report(new IOException($"no answer from the disk for {_options.WriteTimeout.TotalSeconds:0.#} s"));
            fault.Count(overdue.Count);
        }

        _isOverdue = overdue.Count > 0;
        overdue.ForEach(record => record.Fail($"The audit log did not answer in {_options.WriteTimeout.TotalSeconds:0.#} s.", null));
    }

    private void CollectOverdue(List<PendingRecord> records, List<PendingRecord> overdue) =>
        overdue.AddRange(records.Where(record => _time.GetElapsedTime(record.EnqueuedAt) >= _options.WriteTimeout));
}
