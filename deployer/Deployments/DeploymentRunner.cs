using Deployer.Deployments.Journal;
using Deployer.Deployments.Steps;
using Deployer.Destinations;
using Deployer.Errors;
using Deployer.Facts;
using Deployer.Targets;
using Gateway.Hosting.Posix;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Deployments;

/// <summary>Carries one deployment out, from wherever its journal ends, to a final state.</summary>
internal sealed partial class DeploymentRunner(
    DeploymentJournal journal, DeploymentSteps steps, DestinationTable destinations, WorkFolders folders, PathJudge judge, ILogger<DeploymentRunner> logger)
{
    private const int MaxRollbackTries = 5;

    /// <summary>Runs until the deployment is over, or the deployer stops.</summary>
    /// <param name="id">The deployment.</param>
    /// <param name="stop">When to stop, and how soon.</param>
    /// <exception cref="JournalUnavailableException">The journal cannot be used; run it again later.</exception>
    /// <exception cref="OperationCanceledException">The deployer stops; the next start goes on.</exception>
    public async Task RunAsync(string id, StopSignals stop)
    {
        DeploymentSnapshot snapshot = journal.Find(id)!.Snapshot;
        if (!snapshot.IsFinal && snapshot.State != State.PendingApproval)
        {
            await RunOpenAsync(snapshot, stop).ConfigureAwait(false);
        }

        folders.Remove(id);
    }

    private async Task RunOpenAsync(DeploymentSnapshot snapshot, StopSignals stop)
    {
        DeploymentAccepted request = snapshot.Request;
        if (destinations.Find(request.Application, request.Environment) is not { } destination)
        {
            await journal.AppendAsync(snapshot.Id, new DeploymentFailed { Error = "The deployer is no longer configured for this application and environment." }).ConfigureAwait(false);
            return;
        }

        var run = new DeploymentRun(journal, destination, new DirectoryTarget(destination.TargetDirectory, judge), folders.Of(snapshot.Id), snapshot);
        try
        {
            await run.RecordAsync(new AttemptStarted { Attempt = snapshot.Attempts + 1 }).ConfigureAwait(false);
            await RunStepsAsync(run, stop).ConfigureAwait(false);
        }
        catch (TransitionRefusedException)
        {
            // Cancelled, and that is on record already.
        }

        if (run.Snapshot.State == State.Succeeded)
        {
            Prune(run);
        }
    }

    private async Task RunStepsAsync(DeploymentRun run, StopSignals stop)
    {
        for (StepKind kind = DeploymentPlan.Next(run.Snapshot); kind != StepKind.None; kind = DeploymentPlan.Next(run.Snapshot))
        {
            stop.Soon.ThrowIfCancellationRequested();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(DeploymentPlan.IsFinishedBeforeStop(kind) ? stop.Now : stop.Soon);
            limit.CancelAfter(run.Destination.StepTimeout);
            try
            {
                LogStep(logger, run.Snapshot.Id, kind);
                await steps.For(kind).RunAsync(run, limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!stop.Soon.IsCancellationRequested && !stop.Now.IsCancellationRequested)
            {
                await FailAsync(run, kind, new StepFailedException($"The step took longer than {run.Destination.StepTimeout}.")).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not (OperationCanceledException or TransitionRefusedException or JournalUnavailableException))
            {
                // The unforeseen included: an accepted deployment comes to an end, and its lane goes on.
                await FailAsync(run, kind, e).ConfigureAwait(false);
            }
        }
    }

    private async Task FailAsync(DeploymentRun run, StepKind kind, Exception reason)
    {
        LogFailed(logger, run.Snapshot.Id, kind, reason.Message, reason.InnerException?.Message ?? "");
        if (reason is not (StepFailedException or IOException or UnauthorizedAccessException))
        {
            LogUnforeseen(logger, run.Snapshot.Id, reason);
        }

        string error = reason switch
        {
            StepFailedException => reason.Message,
            IOException or UnauthorizedAccessException => "A file operation failed.",
            _ => "The step failed unexpectedly.",
        };
        if (kind == StepKind.RollBack)
        {
            await GiveUpRollbackAsync(run, error).ConfigureAwait(false);
        }
        else if (kind == StepKind.CheckHealth || (kind == StepKind.Push && HasSwitched(run)))
        {
            await run.RecordAsync(new RollbackStarted { Error = error }).ConfigureAwait(false);
        }
        else
        {
            await run.RecordAsync(new DeploymentFailed { Error = error }).ConfigureAwait(false);
        }
    }

    private async Task GiveUpRollbackAsync(DeploymentRun run, string error)
    {
        if (++run.RollbackTries < MaxRollbackTries)
        {
            await Task.Delay(TimeSpan.FromSeconds(run.RollbackTries)).ConfigureAwait(false);
            return;
        }

        await run.RecordAsync(new DeploymentFailed { Error = $"{run.Snapshot.Error} The release before it could not be restored: {error}" }).ConfigureAwait(false);
    }

    // The target is asked, not remembered: only a switch that really happened is rolled back.
    private static bool HasSwitched(DeploymentRun run)
    {
        try
        {
            return run.Snapshot.Push is { } push && push.Previous != push.Release && run.Target.Current() == push.Release;
        }
        catch (Exception e) when (e is StepFailedException or IOException)
        {
            return false;
        }
    }

    private void Prune(DeploymentRun run)
    {
        try
        {
            run.Target.Prune(run.Destination.KeepReleases, run.Snapshot.Push!.Previous is { Length: > 0 } previous ? previous : null);
        }
        catch (Exception e) when (e is StepFailedException or IOException or UnauthorizedAccessException)
        {
            // The deployment is done; what is left over is removed after the next one.
            LogNotPruned(logger, run.Snapshot.Id, e);
        }
    }

    [LoggerMessage(EventId = 1001, Level = LogLevel.Debug, Message = "Deployment {Id}: {Step}.")]
    private static partial void LogStep(ILogger logger, string id, StepKind step);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Warning, Message = "Deployment {Id}: {Step} failed. {Reason} {Cause}")]
    private static partial void LogFailed(ILogger logger, string id, StepKind step, string reason, string cause);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Error, Message = "Deployment {Id}: a step failed unexpectedly.")]
    private static partial void LogUnforeseen(ILogger logger, string id, Exception reason);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Warning, Message = "Deployment {Id}: old releases could not be removed.")]
    private static partial void LogNotPruned(ILogger logger, string id, Exception reason);
}
