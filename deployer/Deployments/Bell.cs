namespace Deployer.Deployments;

/// <summary>Wakes one who waits. Ringing it twice before it is heard is ringing it once.</summary>
internal sealed class Bell : IDisposable
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _rung = new(0, 1);
    private readonly Lock _lock = new();

    /// <summary>Rings.</summary>
    public void Ring()
    {
        lock (_lock)
        {
            if (_rung.CurrentCount == 0)
            {
                _rung.Release();
            }
        }
    }

    /// <summary>Forgets that it was rung.</summary>
    public void Silence() => _rung.Wait(0);

    /// <summary>Waits until it is rung.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Task WaitAsync(CancellationToken cancellation) => _rung.WaitAsync(cancellation);

    /// <summary>Waits until it is rung, or the time has come.</summary>
    /// <param name="until">When to stop waiting.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task WaitAsync(DateTimeOffset until, TimeProvider time, CancellationToken cancellation)
    {
        var left = until - time.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            return;
        }

        // A clock that is set is looked at again before long.
        using var late = new CancellationTokenSource(left < MaxWait ? left : MaxWait, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            await _rung.WaitAsync(end.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The time has come.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _rung.Dispose();
}
