using Gatekeeper.Seam;
using Gateway.Hosting.Audit;

namespace Gatekeeper.Audit;

/// <summary>The decision log: decisions and refusals as records of the gatekeeper's audit log, floods of them as counts.</summary>
internal sealed class DecisionLog : IDecisionLog, IAsyncDisposable
{
    private readonly TamperEvidentLog _log;
    private readonly RecordEncoder _encoder;
    private readonly RefusalLimiter _refusals;
    private readonly LimitedCalls _limited;

    private DecisionLog(TamperEvidentLog log, RefusalLimiter refusals, LimitedCalls limited) =>
        (_log, _encoder, _refusals, _limited) = (log, new RecordEncoder(log.Labels), refusals, limited);

    /// <value>The log that the records are in, for those that no call makes.</value>
    public TamperEvidentLog Log => _log;

    /// <inheritdoc/>
    public bool IsWritable => _log.IsWritable;

    /// <summary>Opens the log, proves it, repairs a torn end, and records the start.</summary>
    /// <exception cref="InvalidOperationException">It can't be written, or is not what was sealed; the message says what and where.</exception>
    public static DecisionLog Open(DecisionLogOptions options, string stateDirectory, TimeProvider time, ILogger logger)
    {
        var refusals = new RefusalLimiter(options.MaxRefusalRecordsPerSecond, "door", time);
        var limited = new LimitedCalls(time);
        var log = TamperEvidentLog.Open(options, stateDirectory, typeof(DecisionLog).Assembly, time, logger, (log, always) =>
        {
            refusals.Summarize(log, always);
            limited.Summarize(log, always);
        });
        return new DecisionLog(log, refusals, limited);
    }

    /// <inheritdoc/>
    public ValueTask RecordAsync(DecisionRecord record, bool durable, CancellationToken cancellationToken) =>
        record.Decision is null && record.Execution is null && !_refusals.TryTake(RecordEncoder.ReasonName(record.Reason), record.Arrival.Door)
            ? ValueTask.CompletedTask
            : _log.AppendAsync(_encoder.Encode(record), durable, cancellationToken);

    /// <inheritdoc/>
    public void Count(Call call, Caller caller) => _limited.Count(call, caller);

    /// <summary>Records the stop, seals everything, and closes the log.</summary>
    public ValueTask DisposeAsync() => _log.DisposeAsync();
}
