namespace Deployer.Deployments;

/// <summary>A deployment's hold on one of the slots: left while it waits for something else, and entered again before it works on. Not thread-safe.</summary>
/// <param name="slots">Where it is taken.</param>
/// <param name="application">Whose it is.</param>
internal sealed class Slot(Slots slots, string application) : IDisposable
{
    // What is decided before a push is decided immediately before it, with the slot held; but a gatekeeper that does not answer holds none.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private bool _isHeld;

    /// <summary>Takes the slot, where it is not held already.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; it is not held.</exception>
    public async Task EnterAsync(CancellationToken cancellation)
    {
        if (!_isHeld)
        {
            await slots.EnterAsync(application, cancellation);
            _isHeld = true;
        }
    }

    /// <summary>Gives the slot back, where it is held.</summary>
    public void Leave()
    {
        if (_isHeld)
        {
            _isHeld = false;
            slots.Leave(application);
        }
    }

    /// <summary>Waits for an answer that mostly comes at once. Where it does not, the slot is left meanwhile, and taken again before the answer is given on.</summary>
    /// <param name="answer">What is waited for; disposed of where the wait for the slot is cancelled.</param>
    /// <param name="cancellation">Ends the wait for the slot.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the slot may not be held.</exception>
    public async Task<T?> AwaitAsync<T>(Task<T?> answer, CancellationToken cancellation)
        where T : class, IDisposable
    {
        try
        {
            return await answer.WaitAsync(Patience, slots.Time, cancellation);
        }
        catch (TimeoutException) when (!answer.IsFaulted)
        {
            Leave();
        }

        var result = await answer;
        try
        {
            await EnterAsync(cancellation);
        }
        catch
        {
            result?.Dispose();
            throw;
        }

        return result;
    }

    /// <summary>Pauses without holding the slot, and takes it again.</summary>
    /// <param name="pause">How long.</param>
    /// <param name="cancellation">Ends the pause.</param>
    /// <exception cref="OperationCanceledException">Cancelled; it may not be held.</exception>
    public async Task PauseAsync(TimeSpan pause, CancellationToken cancellation)
    {
        Leave();
        await Task.Delay(pause, slots.Time, cancellation);
        await EnterAsync(cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => Leave();
}
