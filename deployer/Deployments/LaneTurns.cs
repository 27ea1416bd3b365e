namespace Deployer.Deployments;

/// <summary>Who may touch the target of a lane: one at a time, of those who wait for it the one whose turn is the earliest. Thread-safe.</summary>
internal sealed class LaneTurns
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Lane, SortedDictionary<(DateTimeOffset Turn, string Id), TaskCompletionSource>> _lanes = [];

    /// <summary>Waits for the lane.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="turn">Its place among those who wait.</param>
    /// <param name="id">The deployment.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Gives the lane back when it is disposed of.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<IDisposable> EnterAsync(Lane lane, DateTimeOffset turn, string id, CancellationToken cancellation)
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_lanes.TryAdd(lane, []))
            {
                return new Taken(this, lane);
            }

            _lanes[lane].Add((turn, id), mine);
        }

        await using var registration = cancellation.Register(() => GiveUp(lane, turn, id, mine, cancellation));
        await mine.Task;
        return new Taken(this, lane);
    }

    private void GiveUp(Lane lane, DateTimeOffset turn, string id, TaskCompletionSource mine, CancellationToken cancellation)
    {
        lock (_lock)
        {
            // Where it is not there any more, the lane is its own already.
            if (_lanes.TryGetValue(lane, out var waiting) && waiting.Remove((turn, id)))
            {
                mine.TrySetCanceled(cancellation);
            }
        }
    }

    private void Leave(Lane lane)
    {
        lock (_lock)
        {
            var waiting = _lanes[lane];
            if (waiting.Count == 0)
            {
                _lanes.Remove(lane);
                return;
            }

            var next = waiting.First();
            waiting.Remove(next.Key);
            next.Value.TrySetResult();
        }
    }

    private sealed class Taken(LaneTurns turns, Lane lane) : IDisposable
    {
        private bool _isLeft;

        public void Dispose()
        {
            if (!_isLeft)
            {
                _isLeft = true;
                turns.Leave(lane);
            }
        }
    }
}
