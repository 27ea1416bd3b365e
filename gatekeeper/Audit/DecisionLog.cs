using Deploy.Audit;
using Gatekeeper.Rego;

namespace Gatekeeper.Audit;

/// <summary>
/// The decision log. Callers encode their records and queue them; one of the pool's threads at a time writes all that is queued; a thread
/// of its own puts it on stable storage, one sync for many, and seals it with a signed checkpoint. Every wait is bounded, and what could
/// not be recorded is not allowed.
/// </summary>
internal sealed partial class DecisionLog : IDecisionLog, IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    private readonly AuditOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly FileStream _lockFile;
    private readonly NoteSignerKey _key;
    private readonly AuditStore _store;
    private readonly RecordEncoder _encoder;
    private readonly RefusalLimiter _refusals;
    private readonly Thread _syncer;
    private readonly ITimer _watchdog;

    private DecisionLog(AuditOptions options, AuditLogFiles files, TimeProvider time, ILogger logger)
    {
        (_options, _time, _logger) = (options, time, logger);
        (_lockFile, _key, _store, _encoder) = (files.LockFile, files.Key, files.Store, files.Encoder);
        _refusals = new RefusalLimiter(options.MaxRefusalRecordsPerSecond, time);
        _syncer = new Thread(SyncLoop) { IsBackground = true, Name = "audit-syncer" };
        _syncer.Start();
        _watchdog = time.CreateTimer(_ => Watch(), null, WatchInterval, WatchInterval);
    }

    /// <inheritdoc/>
    public bool IsWritable => _writeFault is null && _syncFault is null && !_isOverdue;

    /// <summary>Opens the log, proves it, repairs a torn end, and records the start.</summary>
    /// <exception cref="InvalidOperationException">It can't be written, or is not what was sealed; the message says what and where.</exception>
    public static DecisionLog Open(AuditOptions options, string stateDirectory, TimeProvider time, ILogger logger) =>
        new(options, AuditLogFiles.Open(options, stateDirectory, time), time, logger);

    /// <inheritdoc/>
    public ValueTask RecordAsync(DecisionRecord record, bool durable, CancellationToken cancellationToken)
    {
        if (record.Decision is null && !_refusals.TryTake(record.Reason, record.Door))
        {
            return ValueTask.CompletedTask;
        }

        if (_syncFault is { } fault)
        {
            fault.Count(1);
            throw new AuditUnavailableException($"The decision log can't be kept: {fault.Error}");
        }

        var completion = Enqueue(_encoder.Encode(record), durable).Completion;
        return cancellationToken.CanBeCanceled && !completion.IsCompleted
            ? new ValueTask(completion.AsTask().WaitAsync(cancellationToken))
            : completion;
    }

    /// <summary>Records the stop, seals everything, and closes the log.</summary>
    public async ValueTask DisposeAsync()
    {
        await _watchdog.DisposeAsync();
        RecordSummary(always: true);
        TryEnqueue(_encoder.EncodeEvent("stop", _time.GetUtcNow()));
        Stop();
        _store.Dispose();
        _key.Dispose();
        await _lockFile.DisposeAsync();
    }

    private void Stop()
    {
        // What hangs in the kernel is left behind; the process ends.
        if (CloseQueue())
        {
            lock (_syncGate)
            {
                _isWriterDone = true;
                Monitor.PulseAll(_syncGate);
            }

            _syncer.Join(StopTimeout);
        }
    }

    private void RecordSummary(bool always)
    {
        if (_refusals.TakeSummary(always) is not { } summary)
        {
            return;
        }

        var members = new (string, RegoValue)[]
        {
            ("since", RegoString.From(summary.Since.UtcDateTime.ToString("O"))),
            ("refusals", summary.ToRego()),
        };
        if (!TryEnqueue(_encoder.EncodeEvent("summary", _time.GetUtcNow(), members)))
        {
            _refusals.Return(summary);
        }
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Critical, Message = "The decision log can't be written, so no call is allowed: {Error}")]
    private static partial void LogUnavailable(ILogger logger, string error);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Warning, Message = "The decision log can be written again; {Failed} records were refused since {Since:O}.")]
    private static partial void LogRecovered(ILogger logger, long failed, DateTimeOffset since);
}
