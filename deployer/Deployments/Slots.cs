namespace Deployer.Deployments;

/// <summary>
/// How many deployments are worked on at a time, shared out by application. Of those that wait, the application that holds the fewest slots is
/// next, and the last free slot goes only to an application that holds none: one whose deployments are slow, or fail slowly, delays no other
/// for as long as it takes. Thread-safe.
/// </summary>
/// <param name="count">How many slots there are.</param>
/// <param name="time">The clock of those who pause.</param>
internal sealed class Slots(int count, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _held = new(StringComparer.Ordinal);
    private readonly LinkedList<Waiter> _waiters = new();
    private int _free = count;

    /// <value>The clock of those who pause.</value>
    public TimeProvider Time => time;

    /// <summary>Waits for a slot.</summary>
    /// <param name="application">Whose it will be.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">Cancelled; no slot is held.</exception>
    public async Task EnterAsync(string application, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        LinkedListNode<Waiter> mine;
        lock (_lock)
        {
            if (_waiters.Count == 0 && MayTake(application))
            {
                Take(application);
                return;
            }

            mine = _waiters.AddLast(new Waiter(application, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));
            HandOut();
        }

        await using var registration = cancellation.Register(() => GiveUp(mine, cancellation));
        await mine.Value.Entered.Task;
    }

    /// <summary>Gives a slot back.</summary>
    /// <param name="application">Whose it was.</param>
    public void Leave(string application)
    {
        lock (_lock)
        {
            _free++;
            if (--_held[application] == 0)
            {
                _held.Remove(application);
            }

            HandOut();
        }
    }

    private void GiveUp(LinkedListNode<Waiter> mine, CancellationToken cancellation)
    {
        lock (_lock)
        {
            // Where it is not in the list any more, the slot is its own already.
            if (mine.List is not null)
            {
                _waiters.Remove(mine);
                mine.Value.Entered.TrySetCanceled(cancellation);
            }
        }
    }

    // The first of those who may is found among the waiting in the order in which they came.
    private void HandOut()
    {
        while (_free > 0)
        {
            LinkedListNode<Waiter>? next = null;
            for (var node = _waiters.First; node is not null; node = node.Next)
            {
                if (MayTake(node.Value.Application) && (next is null || HeldBy(node.Value.Application) < HeldBy(next.Value.Application)))
                {
                    next = node;
                }
            }

            if (next is null)
            {
                return;
            }

            _waiters.Remove(next);
            Take(next.Value.Application);
            next.Value.Entered.TrySetResult();
        }
    }

    private bool MayTake(string application) => _free > 1 || (_free == 1 && HeldBy(application) == 0);

    private void Take(string application)
    {
        _free--;
        _held[application] = HeldBy(application) + 1;
    }

    private int HeldBy(string application) => _held.GetValueOrDefault(application);

    private sealed record Waiter(string Application, TaskCompletionSource Entered);
}
