namespace Gateway.Hosting.Revisions;

/// <summary>Wakes those who wait for a revision whenever one is taken. Thread-safe.</summary>
internal sealed class RevisionWaiters
{
    // Each waits with a call open; more of them than this are answered at once.
    private const int MaxWaiting = 256;

    private readonly Lock _gate = new();
    private TaskCompletionSource _next = New();
    private int _waiting;

    /// <summary>Waits until <paramref name="isThere"/>, or for <paramref name="timeout"/>.</summary>
    public async Task WaitAsync(Func<bool> isThere, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) <= MaxWaiting)
        {
            await WaitUntilAsync(isThere, Task.Delay(timeout, time, cancellationToken));
        }

        Interlocked.Decrement(ref _waiting);
    }

    /// <summary>Wakes all.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _next.TrySetResult();
            _next = New();
        }
    }

    private async Task WaitUntilAsync(Func<bool> isThere, Task end)
    {
        while (!end.IsCompleted)
        {
            Task next;
            lock (_gate)
            {
                next = _next.Task;
            }

            // Looked at after the wake-up call is in hand: what comes in between is not missed.
            if (isThere())
            {
                return;
            }

            await Task.WhenAny(next, end);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
