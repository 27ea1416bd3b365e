using System.Reflection;
using Gateway.Contract.Audit;
using Microsoft.Extensions.Logging;
using Rego.Values;

namespace Gateway.Hosting.Audit;

/// <summary>
/// A log that shows every change of what was written to it. Callers encode their records and queue them; one of the pool's threads at a
/// time writes all that is queued; a thread of its own puts it on stable storage, one sync for many, and seals it with a signed
/// checkpoint. Every wait is bounded, and what could not be recorded is not allowed. Thread-safe.
/// </summary>
public sealed partial class TamperEvidentLog : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    private readonly AuditOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly FileStream _lockFile;
    private readonly NoteSignerKey _key;
    private readonly AuditStore _store;
    private readonly EventEncoder _events;
    private readonly string _directory;
    private readonly Action<TamperEvidentLog, bool>? _summarize;
    private readonly Thread _syncer;
    private readonly ITimer _watchdog;

    private TamperEvidentLog(
        AuditOptions options, AuditLogFiles files, TimeProvider time, ILogger logger, Action<TamperEvidentLog, bool>? summarize)
    {
        (_options, _time, _logger, _summarize) = (options, time, logger, summarize);
        (_lockFile, _key, _store, _events, _directory) = (files.LockFile, files.Key, files.Store, files.Events, files.Directory);
        _durableRecords = _store.BeginSync().Size;
        _syncer = new Thread(SyncLoop) { IsBackground = true, Name = "audit-syncer" };
        _syncer.Start();
        _watchdog = time.CreateTimer(_ => Watch(), null, WatchInterval, WatchInterval);
        _prover = new Thread(ProofLoop) { IsBackground = true, Name = "audit-proof", Priority = ThreadPriority.Lowest };
        BeginProof();
    }

    /// <value>Whether the last attempt to write succeeded.</value>
    public bool IsWritable => _writeFault is null && _syncFault is null && _proofFault is null && !_isOverdue;

    /// <value>How many records are on stable storage: those before this number are in the log for good.</value>
    public long DurableRecords => Interlocked.Read(ref _durableRecords);

    /// <value>The object that every record has as its member <c>labels</c>, as JSON in ASCII: who writes the log, in which version.</value>
    public string Labels => _events.Labels;

    /// <summary>Opens the log, proves it, repairs a torn end, and records the start.</summary>
    /// <param name="options">Where and how; valid.</param>
    /// <param name="stateDirectory">Where the log and its key are, where <paramref name="options"/> do not say.</param>
    /// <param name="program">The program that writes it; its version is in every record.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Is told when the log can't be written, and when it can be again.</param>
    /// <param name="summarize">
    /// Records what was only counted, ten times a second and, with true, once more before the stop is recorded. Must not block.
    /// </param>
    /// <exception cref="InvalidOperationException">
    /// It can't be written, or is not what was sealed; the message begins with the key of the options and says what and where.
    /// </exception>
    public static TamperEvidentLog Open(
        AuditOptions options,
        string stateDirectory,
        Assembly program,
        TimeProvider time,
        ILogger logger,
        Action<TamperEvidentLog, bool>? summarize = null) =>
        Open(options, stateDirectory, program, time, logger, LogDisk.Default, summarize);

    /// <inheritdoc cref="Open(AuditOptions, string, Assembly, TimeProvider, ILogger, Action{TamperEvidentLog, bool})"/>
    internal static TamperEvidentLog Open(
        AuditOptions options, string stateDirectory, Assembly program, TimeProvider time, ILogger logger, LogDisk disk, Action<TamperEvidentLog, bool>? summarize) =>
        new(options, AuditLogFiles.Open(options, stateDirectory, program, time, disk), time, logger, summarize);

    /// <summary>
    /// Appends a record. Completes when it is on stable storage (<paramref name="durable"/>), or when it is written and will be on stable
    /// storage within the configured interval.
    /// </summary>
    /// <param name="record">The members behind the record's number, with <see cref="Labels"/> and the closing brace; the log's from now on.</param>
    /// <param name="durable">Whether to wait for stable storage.</param>
    /// <param name="cancellationToken">Ends the wait, not the writing.</param>
    /// <exception cref="AuditUnavailableException">It could not be recorded within the configured time.</exception>
    public ValueTask AppendAsync(RecordBuffer record, bool durable, CancellationToken cancellationToken)
    {
        if ((_proofFault ?? _syncFault) is { } fault)
        {
            fault.Count(1);
            record.Release();
            throw new AuditUnavailableException($"The audit log can't be kept: {fault.Error}");
        }

        var completion = Enqueue(record, durable).Completion;
        return cancellationToken.CanBeCanceled && !completion.IsCompleted
            ? new ValueTask(completion.AsTask().WaitAsync(cancellationToken))
            : completion;
    }

    /// <summary>Records that something happened, with secrets masked.</summary>
    /// <param name="kind">What kind of thing, such as <c>start</c>.</param>
    /// <param name="members">Further members, each a name and a value, written in this order; no <c>kind</c>, <c>timestamp</c> or <c>labels</c>.</param>
    /// <param name="durable">Whether to wait for stable storage, not only for the write.</param>
    /// <param name="cancellationToken">Ends the wait, not the writing.</param>
    /// <exception cref="AuditUnavailableException">It is too long, or could not be recorded within the configured time.</exception>
    public ValueTask RecordEventAsync(
        string kind, ReadOnlySpan<(string Name, RegoValue Value)> members, bool durable, CancellationToken cancellationToken = default) =>
        AppendAsync(_events.Encode(kind, _time.GetUtcNow(), members), durable, cancellationToken);

    /// <summary>As <see cref="RecordEventAsync"/>, but nobody waits for the record.</summary>
    /// <param name="kind">What kind of thing.</param>
    /// <param name="members">Further members.</param>
    /// <param name="lost">What to do where it was queued, and could not be written all the same: the disk failed.</param>
    /// <returns>Whether it is queued.</returns>
    public bool TryRecordEvent(string kind, ReadOnlySpan<(string Name, RegoValue Value)> members, Action? lost = null)
    {
        try
        {
            var record = Enqueue(_events.Encode(kind, _time.GetUtcNow(), members), durable: false);
            if (lost is not null)
            {
                _ = TellOfLossAsync(record.Completion, lost);
            }

            return true;
        }
        catch (AuditUnavailableException)
        {
            return false;
        }
    }

    private static async Task TellOfLossAsync(ValueTask completion, Action lost)
    {
        try
        {
            await completion;
        }
        catch (AuditUnavailableException)
        {
            lost();
        }
    }

    /// <summary>Records the stop, seals everything, and closes the log.</summary>
    public async ValueTask DisposeAsync()
    {
        EndProof();
        await _watchdog.DisposeAsync();
        ReportFault();
        _summarize?.Invoke(this, true);
        TryRecordEvent("stop", []);
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

    [LoggerMessage(EventId = 7001, Level = LogLevel.Critical, Message = "The audit log can't be written, so nothing is done that it must have a record of: {Error}")]
    private static partial void LogUnavailable(ILogger logger, string error);

    [LoggerMessage(EventId = 7002, Level = LogLevel.Warning, Message = "The audit log can be written again; {Failed} records were refused since {Since:O}.")]
    private static partial void LogRecovered(ILogger logger, long failed, DateTimeOffset since);
}
