using Deployer.Configuration;
using Deployer.Deployments.Journal;
using Deployer.Deployments.Steps;
using Deployer.Destinations;
using Deployer.Facts;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Deployments;

/// <summary>
/// Carries every open deployment on, each by a task of its own: prepared as soon as there is room, pushed when its lane gives it the turn. What is
/// open it learns from the journal alone, at the start and then from each commit.
/// </summary>
internal sealed partial class DeploymentScheduler(
    DeploymentJournal journal,
    DeploymentRunner runner,
    ArtifactKeeper artifacts,
    WorkDirectories directories,
    DeployerOptions options,
    TimeProvider time,
    ILogger<DeploymentScheduler> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestRound = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan ShortPause = TimeSpan.FromMilliseconds(100);

    // How long a deployment that is ready waits until it looks again whether it may be pushed now, where nothing tells it earlier.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    // What waits longer for its lane looks at its deadlines again, and keeps its place.
    private static readonly TimeSpan LongestTurn = TimeSpan.FromHours(1);

    private static readonly TimeSpan BetweenTrims = TimeSpan.FromSeconds(10);

    private readonly Slots _preparing = new(options.Limits.MaxRunning, time);
    private readonly Slots _pushing = new(options.Limits.MaxRunning, time);
    private readonly CancellationTokenSource _soon = new();
    private readonly CancellationTokenSource _now = new();
    private readonly LaneTurns _turns = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, OpenDeployment> _open = new(StringComparer.Ordinal);
    private readonly HashSet<Task> _tasks = [];
    private DateTimeOffset _trimTime;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        directories.RemoveAllBut(journal.OpenAtStart.ToHashSet(StringComparer.Ordinal));
        Trim();
        journal.Committed += Follow;
        foreach (var id in journal.OpenAtStart)
        {
            if (journal.Find(id) is { Snapshot: { IsFinal: false } snapshot })
            {
                Begin(snapshot);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Lets running pushes end within the drain time; everything else goes on at the next start.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        journal.Committed -= Follow;
        await _soon.CancelAsync();
        _now.CancelAfter(options.Limits.DrainTimeout);
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
        _soon.Dispose();
        _now.Dispose();
    }

    // On the writer's thread, after each commit.
    private void Follow(DeploymentHistory history)
    {
        var snapshot = history.Snapshot;
        lock (_lock)
        {
            if (_open.TryGetValue(snapshot.Id, out var known))
            {
                known.Follow(snapshot);
            }

            // What is at the target has changed, or may have: what the others of the lane would replace is another now, and where an artifact
            // has succeeded may be so in every environment of the application.
            if (snapshot.IsFinal && snapshot.Push is not null)
            {
                foreach (var other in _open.Values.Where(other => other.Lane.Application == snapshot.Request.Application && other.Id != snapshot.Id))
                {
                    other.NeedsReview = true;
                    other.Bell.Ring();
                }
            }
        }

        if (!snapshot.IsFinal)
        {
            Begin(snapshot);
        }
    }

    private void Begin(DeploymentSnapshot snapshot)
    {
        lock (_lock)
        {
            if (_open.ContainsKey(snapshot.Id))
            {
                return;
            }

            var open = new OpenDeployment(snapshot);
            _open.Add(snapshot.Id, open);
            var task = Task.Run(() => CarryOnAsync(open));
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

    // Until it is over, or the deployer stops.
    private async Task CarryOnAsync(OpenDeployment open)
    {
        while (!_soon.IsCancellationRequested)
        {
            var begin = time.GetTimestamp();
            try
            {
                var snapshot = journal.Find(open.Id)!.Snapshot;
                if (snapshot.IsFinal)
                {
                    End(open);
                    return;
                }

                await AdvanceAsync(open, snapshot);
                if (journal.Find(open.Id)!.Snapshot.Facts == snapshot.Facts)
                {
                    await RestAfterAsync(begin);
                }
            }
            catch (OperationCanceledException)
            {
                // Stopping, or over: the next round tells which.
                await RestAfterAsync(begin);
            }
            catch (DestinationRefusedException)
            {
                // That is in the log. A push that has begun is not given up at once.
                await Task.Delay(LookAgain, _soon.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e)
            {
                // The journal or the log is not available, or something unforeseen: the deployment is accepted, so it is tried again.
                LogRetry(logger, open.Id, e);
                await Task.Delay(RetryPause, _soon.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // Where nothing happened, in no time, the next round must not follow at once, and so on for ever, whatever the reason is.
    private async Task RestAfterAsync(long begin)
    {
        if (time.GetElapsedTime(begin) < ShortestRound)
        {
            await Task.Delay(ShortPause, _soon.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void End(OpenDeployment open)
    {
        lock (_lock)
        {
            _open.Remove(open.Id);
        }

        open.Dispose();
        directories.Remove(open.Id);
        Trim();
    }

    // It looks at every lane, so not after each of many that end together; the rest goes with the next.
    private void Trim()
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (now - _trimTime < BetweenTrims && now >= _trimTime)
            {
                return;
            }

            _trimTime = now;
        }

        try
        {
            artifacts.Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What is not needed any more stands in nobody's way.
            LogNotTrimmed(logger, e.Message);
        }
    }

    private Task AdvanceAsync(OpenDeployment open, DeploymentSnapshot snapshot)
    {
        if (snapshot is { IsBeforePush: true, Request.IsDecidedAtExecution: false })
        {
            return ExpireAsync(snapshot, "It was asked for before deployments were decided again when they run, and cannot be; ask for it again.");
        }

        return snapshot.State switch
        {
            State.PendingApproval => AwaitApprovalAsync(open, snapshot),
            State.Waiting => AwaitTurnAsync(open, snapshot),
            State.Pushing or State.Checking => PushAsync(open, DateTimeOffset.MinValue, DateTimeOffset.MaxValue),
            _ => PrepareAsync(open, snapshot),
        };
    }

    private async Task PrepareAsync(OpenDeployment open, DeploymentSnapshot snapshot)
    {
        var deadline = DeploymentDeadlines.OfPreparing(snapshot);
        if (time.GetUtcNow() >= deadline)
        {
            await ExpireAsync(snapshot, $"It was not prepared until {deadline:u}.{WaitedFor(snapshot)}");
            return;
        }

        try
        {
            await RunAsync(open, _preparing, (id, slot, stop) => runner.PrepareAsync(id, slot, stop, open.IsTakenUp));
        }
        finally
        {
            // Not before its beginning is on record: where the journal failed, it may not be.
            open.IsTakenUp |= journal.Find(open.Id)!.Snapshot.Attempts > snapshot.Attempts;
        }

        open.Bell.Silence();
        if (journal.Find(open.Id)!.Snapshot is { State: State.Fetching, FetchTries: > 0 and var tries } again)
        {
            await WaitAsync(open, again.UpdateTime + StepFailures.FetchPause(tries));
        }
    }

    private async Task AwaitApprovalAsync(OpenDeployment open, DeploymentSnapshot snapshot)
    {
        var deadline = snapshot.ApprovalExpireTime!.Value;
        if (time.GetUtcNow() >= deadline)
        {
            await ExpireAsync(snapshot, $"It was not approved until {deadline:u}.");
        }
        else if (!await TryReviewAsync(open))
        {
            await WaitAsync(open, deadline);
        }
    }

    private async Task AwaitTurnAsync(OpenDeployment open, DeploymentSnapshot snapshot)
    {
        var now = time.GetUtcNow();
        var deadline = DeploymentDeadlines.OfPush(snapshot);
        if (now >= deadline)
        {
            await ExpireAsync(snapshot, $"Its push had not begun at {deadline:u}.{WaitedFor(snapshot)}");
        }
        else if (snapshot.Request.NotBefore is { } begin && begin > now)
        {
            if (!await TryReviewAsync(open))
            {
                await WaitAsync(open, begin < deadline ? begin : deadline);
            }
        }
        else
        {
            open.NeedsReview = false;
            await PushAsync(open, snapshot.Turn, deadline);

            // What it has recorded itself is no reason to look again at once; what others have is in the journal now.
            open.Bell.Silence();
            if (journal.Find(open.Id)!.Snapshot.State == State.Waiting)
            {
                var again = time.GetUtcNow() + LookAgain;
                await WaitAsync(open, again < deadline ? again : deadline);
            }
        }
    }

    // Waiting holds no lane: what may not be pushed now gives way.
    private async Task PushAsync(OpenDeployment open, DateTimeOffset turn, DateTimeOffset deadline)
    {
        using var lane = await EnterAsync(open, turn, deadline);
        await RunAsync(open, _pushing, runner.ExecuteAsync);
    }

    private async Task<IDisposable> EnterAsync(OpenDeployment open, DateTimeOffset turn, DateTimeOffset deadline)
    {
        var left = deadline > time.GetUtcNow() ? deadline - time.GetUtcNow() : TimeSpan.Zero;
        using var late = new CancellationTokenSource(left < LongestTurn ? left : LongestTurn, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_soon.Token, open.End, late.Token);
        return await _turns.EnterAsync(open.Lane, turn, open.Id, end.Token);
    }

    private async Task<bool> TryReviewAsync(OpenDeployment open)
    {
        if (!open.NeedsReview)
        {
            return false;
        }

        open.NeedsReview = false;
        try
        {
            await RunAsync(open, _preparing, runner.ReviewAsync);
        }
        catch
        {
            // What could not be put on record has not been looked at.
            open.NeedsReview = true;
            throw;
        }

        return true;
    }

    private async Task RunAsync(OpenDeployment open, Slots room, Func<string, Slot, StopSignals, Task> work)
    {
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(_soon.Token, open.End);
        using var slot = new Slot(room, open.Lane.Application);
        await slot.EnterAsync(soon.Token);
        await work(open.Id, slot, new StopSignals(soon.Token, _now.Token, open.Abort));
    }

    private async Task WaitAsync(OpenDeployment open, DateTimeOffset until) => await open.Bell.WaitAsync(until, time, _soon.Token);

    private static string WaitedFor(DeploymentSnapshot snapshot) => snapshot.DeferredFor.Length > 0 ? $" It waited: {snapshot.DeferredFor}" : "";

    private Task ExpireAsync(DeploymentSnapshot snapshot, string reason) => journal.AppendAsync(snapshot.Id, new DeploymentExpired { Reason = reason });

    [LoggerMessage(EventId = 1101, Level = LogLevel.Error, Message = "Deployment {Id} was interrupted and will be taken up again.")]
    private static partial void LogRetry(ILogger logger, string id, Exception reason);

    [LoggerMessage(EventId = 1103, Level = LogLevel.Warning, Message = "Artifacts that are not needed any more could not be removed: {Reason}")]
    private static partial void LogNotTrimmed(ILogger logger, string reason);
}
