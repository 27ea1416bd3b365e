using Deployer.Audit;
using Deployer.Deployments.Journal;
using Deployer.Deployments.Steps;
using Deployer.Destinations;
using Deployer.Errors;
using Deployer.Facts;
using Deployer.Targets;
using Gateway.Hosting.Audit;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Deployments;

/// <summary>Carries a deployment on, from wherever its journal ends: its preparation, its review, or its push.</summary>
internal sealed partial class DeploymentRunner(
    DeploymentJournal journal, DeploymentRuns runs, DeploymentSteps steps, ExecutionGate gate, StepFailures failures, WorkerLog log, TimeProvider time, ILogger<DeploymentRunner> logger)
{
    // How long a push that has begun waits for a destination that is not permitted just now.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private const string NoDestination = "The policies have no destination for this application and environment any more.";

    /// <summary>Prepares a deployment: afterwards it waits, or is over.</summary>
    /// <param name="id">The deployment.</param>
    /// <param name="slot">Held while it is worked on.</param>
    /// <param name="stop">When to stop, and how soon.</param>
    /// <param name="isTakenUp">Whether this program has begun with it already, and only goes on.</param>
    /// <exception cref="JournalUnavailableException">The journal cannot be used; run it again later.</exception>
    /// <exception cref="AuditUnavailableException">The deployer's log cannot be written; run it again later.</exception>
    /// <exception cref="OperationCanceledException">The deployer stops, or the deployment was cancelled.</exception>
    public Task PrepareAsync(string id, Slot slot, StopSignals stop, bool isTakenUp) => RunAsync(id, slot, stop, isStarted: !isTakenUp, _ => Task.FromResult(true));

    /// <summary>Looks anew at what would change, while a deployment waits.</summary>
    /// <param name="id">The deployment.</param>
    /// <param name="slot">Held while it is worked on.</param>
    /// <param name="stop">When to stop, and how soon.</param>
    /// <exception cref="JournalUnavailableException">The journal cannot be used; run it again later.</exception>
    /// <exception cref="AuditUnavailableException">The deployer's log cannot be written; run it again later.</exception>
    /// <exception cref="OperationCanceledException">The deployer stops, or the deployment was cancelled.</exception>
    public Task ReviewAsync(string id, Slot slot, StopSignals stop) => RunAsync(id, slot, stop, isStarted: false, async run =>
    {
        try
        {
            using var limit = LimitFor(run, stop, StepKind.Review);
            await steps.For(StepKind.Review).RunAsync(run, limit.Token);
        }
        catch (Exception e) when (e is StepFailedException or IOException or UnauthorizedAccessException)
        {
            // It is looked at again before the push.
            LogNotReviewed(logger, id, e);
        }

        return false;
    });

    /// <summary>Pushes a deployment whose turn it is, if everything still allows it; otherwise it goes on waiting, or is over.</summary>
    /// <param name="id">The deployment.</param>
    /// <param name="slot">Held while it is worked on, and not while it waits for an answer, or for the release to be well.</param>
    /// <param name="stop">When to stop, and how soon.</param>
    /// <exception cref="JournalUnavailableException">The journal cannot be used; run it again later.</exception>
    /// <exception cref="AuditUnavailableException">The deployer's log cannot be written; run it again later.</exception>
    /// <exception cref="OperationCanceledException">The deployer stops, or the deployment was cancelled.</exception>
    public Task ExecuteAsync(string id, Slot slot, StopSignals stop)
    {
        var isBegun = journal.Find(id)!.Snapshot.Push is not null;
        return RunAsync(id, slot, stop, isStarted: isBegun, async run =>
        {
            using var limit = LimitFor(run, stop, StepKind.Review);
            if (!isBegun && !await gate.TryPassAsync(run, limit.Token))
            {
                return false;
            }

            // Before the target is touched, each time: what is in the journal alone could be written by whoever has the deployer's files.
            await log.RecordExecutionAsync(run.Snapshot);
            return true;
        });
    }

    private async Task RunAsync(string id, Slot slot, StopSignals stop, bool isStarted, Func<DeploymentRun, Task<bool>> begin)
    {
        var snapshot = journal.Find(id)!.Snapshot;
        if (await OpenAsync(snapshot, slot) is not { } run)
        {
            return;
        }

        try
        {
            if (await begin(run))
            {
                // Only now: what cannot be put in the log is no attempt, however often it is taken up.
                if (isStarted)
                {
                    await run.RecordAsync(new AttemptStarted { Attempt = snapshot.Attempts + 1 });
                }

                await RunStepsAsync(run, stop);
            }
        }
        catch (TransitionRefusedException)
        {
            // Something else has happened to it, and that is on record already.
        }

        if (run.Snapshot.State == State.Succeeded && run.Target.Capabilities.Prunes)
        {
            await PruneAsync(run, stop.Now);
        }
    }

    private async Task<DeploymentRun?> OpenAsync(DeploymentSnapshot snapshot, Slot slot)
    {
        try
        {
            if (runs.Open(snapshot, slot) is not { } run)
            {
                await EndWithoutDestinationAsync(snapshot, NoDestination);
                return null;
            }

            // Where a push has begun, it is finished or reverted, and nowhere else.
            if (snapshot.Push is not null && snapshot.Plan is { } plan && plan.DestinationDigest != run.Destination.Digest)
            {
                await EndWithoutDestinationAsync(snapshot, "Where it goes has changed while it was pushed (DESTINATION_CHANGED).");
                return null;
            }

            return run;
        }
        catch (DestinationRefusedException e) when (snapshot.Push is null || time.GetUtcNow() - snapshot.UpdateTime > Patience)
        {
            await EndWithoutDestinationAsync(snapshot, e.Message);
            return null;
        }
    }

    private Task EndWithoutDestinationAsync(DeploymentSnapshot snapshot, string reason) => journal.AppendAsync(snapshot.Id, snapshot switch
    {
        { State: State.Waiting or State.PendingApproval } => new DeploymentDenied { Reason = reason },
        { Push: not null } => new DeploymentFailed { Error = $"{reason} The state of the target is not known." },
        _ => new DeploymentFailed { Error = reason },
    });

    private async Task RunStepsAsync(DeploymentRun run, StopSignals stop)
    {
        for (var kind = DeploymentPlan.Next(run.Snapshot); kind != StepKind.None; kind = DeploymentPlan.Next(run.Snapshot))
        {
            stop.Soon.ThrowIfCancellationRequested();
            if (DeploymentPlan.IsWaiting(kind))
            {
                run.Slot.Leave();
            }
            else
            {
                await run.Slot.EnterAsync(DeploymentPlan.IsFinishedBeforeStop(kind) ? stop.Now : stop.Soon);
            }

            var tries = run.Snapshot.FetchTries;
            await TryStepAsync(run, kind, stop);
            if (run.Snapshot.FetchTries > tries)
            {
                // It is tried again after a while, and takes up no room until then.
                return;
            }
        }
    }

    private async Task TryStepAsync(DeploymentRun run, StepKind kind, StopSignals stop)
    {
        using var limit = LimitFor(run, stop, kind);
        try
        {
            LogStep(logger, run.Snapshot.Id, kind);
            await steps.For(kind).RunAsync(run, limit.Token);
        }
        catch (OperationCanceledException) when (DeploymentPlan.IsAbortable(kind) && stop.Abort.IsCancellationRequested && !stop.Now.IsCancellationRequested)
        {
            // The journal says what comes next.
            run.Refresh();
        }
        catch (OperationCanceledException) when (!stop.Soon.IsCancellationRequested && !stop.Now.IsCancellationRequested)
        {
            var late = $"The step took longer than {run.Destination.StepTimeout}.";
            await failures.SettleAsync(run, kind, kind == StepKind.Fetch ? new SourceUnavailableException(late) : new StepFailedException(late), stop);
        }
        catch (AuditUnavailableException) when (run.Snapshot.State is State.Fetching or State.Verifying && run.Snapshot.DeferredFor != ExecutionDeferred.ByTheLog.Reason)
        {
            await run.RecordAsync(ExecutionDeferred.ByTheLog);
            throw;
        }
        catch (Exception e) when (e is not (OperationCanceledException or TransitionRefusedException or JournalUnavailableException or AuditUnavailableException))
        {
            // The unforeseen included: an accepted deployment comes to an end, and its lane goes on.
            await failures.SettleAsync(run, kind, e, stop);
        }
    }

    private static CancellationTokenSource LimitFor(DeploymentRun run, StopSignals stop, StepKind kind)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(
            DeploymentPlan.IsFinishedBeforeStop(kind) ? stop.Now : stop.Soon,
            DeploymentPlan.IsAbortable(kind) ? stop.Abort : CancellationToken.None);
        limit.CancelAfter(run.Destination.StepTimeout);
        return limit;
    }

    private async Task PruneAsync(DeploymentRun run, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(run.Destination.StepTimeout);
        try
        {
            await run.Slot.EnterAsync(limit.Token);
            await run.Target.PruneAsync(run.Destination.Target.KeepReleases, run.Snapshot.Push!.Previous is { Length: > 0 } previous ? previous : null, limit.Token);
        }
        catch (Exception e)
        {
            // The deployment is done; what is left over is removed after the next one.
            LogNotPruned(logger, run.Snapshot.Id, e);
        }
    }

    [LoggerMessage(EventId = 11001, Level = LogLevel.Debug, Message = "Deployment {Id}: {Step}.")]
    private static partial void LogStep(ILogger logger, string id, StepKind step);

    [LoggerMessage(EventId = 11010, Level = LogLevel.Warning, Message = "Deployment {Id}: what it would change could not be looked at anew.")]
    private static partial void LogNotReviewed(ILogger logger, string id, Exception reason);

    [LoggerMessage(EventId = 11003, Level = LogLevel.Warning, Message = "Deployment {Id}: old releases could not be removed.")]
    private static partial void LogNotPruned(ILogger logger, string id, Exception reason);
}
