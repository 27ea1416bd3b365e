using Deployer.Configuration;
using Deployer.Deployments.Journal;
using Deployer.Facts;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Deployments;

/// <summary>
/// Runs what is queued: each lane in its order and one at a time, lanes beside each other up to the configured number. What is
/// to run it learns from the journal alone, at the start from what is open and then from each commit.
/// </summary>
internal sealed partial class DeploymentScheduler : IHostedService, IDisposable
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly DeploymentJournal _journal;
    private readonly DeploymentRunner _runner;
    private readonly WorkDirectories _directories;
    private readonly TimeSpan _drainTimeout;
    private readonly SemaphoreSlim _running;
    private readonly CancellationTokenSource _soon = new();
    private readonly CancellationTokenSource _now = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<Lane, Queue<string>> _lanes = [];
    private readonly Dictionary<string, CancellationTokenSource> _known = new(StringComparer.Ordinal);
    private readonly HashSet<Task> _tasks = [];
    private readonly ILogger<DeploymentScheduler> _logger;

    /// <summary>Creates a scheduler that does nothing before it is started.</summary>
    public DeploymentScheduler(DeploymentJournal journal, DeploymentRunner runner, WorkDirectories directories, DeployerOptions options, ILogger<DeploymentScheduler> logger)
    {
        _journal = journal;
        _runner = runner;
        _directories = directories;
        _drainTimeout = options.Limits.DrainTimeout;
        _running = new SemaphoreSlim(options.Limits.MaxRunning);
        _logger = logger;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _directories.RemoveAllBut(_journal.OpenAtStart);
        _journal.Committed += Follow;
        foreach (var id in _journal.OpenAtStart)
        {
            var snapshot = _journal.Find(id)!.Snapshot;
            if (!snapshot.IsFinal && snapshot.State != State.PendingApproval)
            {
                Enqueue(snapshot);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Lets running pushes end within the drain time; everything else goes on at the next start.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _journal.Committed -= Follow;
        await _soon.CancelAsync();
        _now.CancelAfter(_drainTimeout);
        Task[] tasks;
        lock (_lock)
        {
            tasks = [.. _tasks];
        }

        await Task.WhenAll(tasks).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _running.Dispose();
        _soon.Dispose();
        _now.Dispose();
    }

    // On the writer's thread, after each commit.
    private void Follow(DeploymentHistory history)
    {
        var snapshot = history.Snapshot;
        if (snapshot.State == State.Queued)
        {
            Enqueue(snapshot);
        }
        else if (snapshot.State == State.Cancelled)
        {
            Interrupt(snapshot.Id);
        }
    }

    private void Enqueue(DeploymentSnapshot snapshot)
    {
        lock (_lock)
        {
            if (!_known.TryAdd(snapshot.Id, new CancellationTokenSource()))
            {
                return;
            }

            if (_lanes.TryGetValue(Lane.Of(snapshot), out var waiting))
            {
                waiting.Enqueue(snapshot.Id);
                return;
            }

            var lane = Lane.Of(snapshot);
            _lanes.Add(lane, new Queue<string>([snapshot.Id]));
            var task = Task.Run(() => RunLaneAsync(lane));
            _tasks.Add(task);
            _ = task.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private void Forget(Task task)
    {
        lock (_lock)
        {
            _tasks.Remove(task);
        }
    }

    private void Interrupt(string id)
    {
        lock (_lock)
        {
            // Not here: on the writer's thread nothing may run that waits for the writer.
            if (_known.TryGetValue(id, out var cancel))
            {
                _ = cancel.CancelAsync();
            }
        }
    }

    private async Task RunLaneAsync(Lane lane)
    {
        while (Peek(lane) is { } id)
        {
            if (!await TryRunAsync(id))
            {
                return;
            }

            Done(lane, id);
        }
    }

    private string? Peek(Lane lane)
    {
        lock (_lock)
        {
            if (_lanes[lane].TryPeek(out var id))
            {
                return id;
            }

            _lanes.Remove(lane);
            return null;
        }
    }

    private void Done(Lane lane, string id)
    {
        lock (_lock)
        {
            _lanes[lane].Dequeue();
            if (_known.Remove(id, out var cancel))
            {
                cancel.Dispose();
            }
        }
    }

    // Until the deployment is over; false where the deployer stops first.
    private async Task<bool> TryRunAsync(string id)
    {
        while (!_soon.IsCancellationRequested)
        {
            try
            {
                await RunOnceAsync(id);
                if (_journal.Find(id) is { Snapshot.IsFinal: true })
                {
                    return true;
                }

                await PauseAsync();
            }
            catch (OperationCanceledException)
            {
                // Stopping, or cancelled: the next round tells which.
            }
            catch (Exception e)
            {
                // The journal is not available, or something unforeseen: the deployment is accepted, so it is tried again.
                LogRetry(_logger, id, e);
                await PauseAsync();
            }
        }

        return false;
    }

    private async Task PauseAsync() => await Task.Delay(RetryPause, _soon.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task RunOnceAsync(string id)
    {
        CancellationToken cancel;
        lock (_lock)
        {
            cancel = _known[id].Token;
        }

        await _running.WaitAsync(_soon.Token);
        try
        {
            using var soon = CancellationTokenSource.CreateLinkedTokenSource(_soon.Token, cancel);
            await _runner.RunAsync(id, new StopSignals(soon.Token, _now.Token));
        }
        finally
        {
            _running.Release();
        }
    }

    [LoggerMessage(EventId = 1101, Level = LogLevel.Error, Message = "Deployment {Id} was interrupted and will be taken up again.")]
    private static partial void LogRetry(ILogger logger, string id, Exception reason);
}
