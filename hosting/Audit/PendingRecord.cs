using System.Threading.Tasks.Sources;

namespace Gateway.Hosting.Audit;

/// <summary>
/// A record between its caller and the writer. The caller waits for one outcome; the first one that arrives counts, so that a wait can
/// be given up while the record is still being written.
/// </summary>
internal sealed class PendingRecord : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _outcome = new() { RunContinuationsAsynchronously = true };
    private int _isSettled;

    public PendingRecord(RecordBuffer buffer, bool isDurable, long enqueuedAt)
    {
        Buffer = buffer;
        IsDurable = isDurable;
        EnqueuedAt = enqueuedAt;
    }

    public RecordBuffer Buffer { get; }

    /// <value>Whether the caller waits for stable storage, not only for the write.</value>
    public bool IsDurable { get; }

    /// <value>A timestamp of the clock.</value>
    public long EnqueuedAt { get; }

    /// <value>The record's number, once it is written.</value>
    public long Sequence { get; set; } = -1;

    public ValueTask Completion => new(this, _outcome.Version);

    public void Succeed()
    {
        if (Interlocked.Exchange(ref _isSettled, 1) == 0)
        {
            _outcome.SetResult(true);
        }
    }

    /// <summary>As <see cref="Succeed"/>, but the caller's work goes on in this thread, before the method returns.</summary>
    public void SucceedHere()
    {
        if (Interlocked.Exchange(ref _isSettled, 1) == 0)
        {
            _outcome.RunContinuationsAsynchronously = false;
            _outcome.SetResult(true);
        }
    }

    public void Fail(string message, Exception? cause)
    {
        if (Interlocked.Exchange(ref _isSettled, 1) == 0)
        {
            _outcome.SetException(cause is null ? new AuditUnavailableException(message) : new AuditUnavailableException(message, cause));
        }
    }

    void IValueTaskSource.GetResult(short token) => _outcome.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _outcome.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _outcome.OnCompleted(continuation, state, token, flags);
}
