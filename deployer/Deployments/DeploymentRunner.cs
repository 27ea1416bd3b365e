using Deployer.Deployments.Journal;
using Deployer.Deployments.Steps;
using Deployer.Errors;
using Deployer.Facts;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Deployments;

/// <summary>Carries one deployment out, from wherever its journal ends, to a final state.</summary>
internal sealed partial class DeploymentRunner(
    DeploymentJournal journal, DeploymentRuns runs, DeploymentSteps steps, StepFailures failures, WorkDirectories directories, ILogger<DeploymentRunner> logger)
{
    /// <summary>Runs until the deployment is over, or the deployer stops.</summary>
    /// <param name="id">The deployment.</param>
    /// <param name="stop">When to stop, and how soon.</param>
    /// <exception cref="JournalUnavailableException">The journal cannot be used; run it again later.</exception>
    /// <exception cref="OperationCanceledException">The deployer stops; the next start goes on.</exception>
    public async Task RunAsync(string id, StopSignals stop)
    {
        var snapshot = journal.Find(id)!.Snapshot;
        if (!snapshot.IsFinal && snapshot.State != State.PendingApproval)
        {
            await RunOpenAsync(snapshot, stop);
        }

        directories.Remove(id);
    }

    private async Task RunOpenAsync(DeploymentSnapshot snapshot, StopSignals stop)
    {
        if (runs.Open(snapshot) is not { } run)
        {
            await journal.AppendAsync(snapshot.Id, new DeploymentFailed { Error = "The deployer is no longer configured for this application and environment." });
            return;
        }

        try
        {
            await run.RecordAsync(new AttemptStarted { Attempt = snapshot.Attempts + 1 });
            await RunStepsAsync(run, stop);
        }
        catch (TransitionRefusedException)
        {
            // Cancelled, and that is on record already.
        }

        if (run.Snapshot.State == State.Succeeded && run.Target.Capabilities.Prunes)
        {
            await PruneAsync(run, stop.Now);
        }
    }

    private async Task RunStepsAsync(DeploymentRun run, StopSignals stop)
    {
        for (var kind = DeploymentPlan.Next(run.Snapshot); kind != StepKind.None; kind = DeploymentPlan.Next(run.Snapshot))
        {
            stop.Soon.ThrowIfCancellationRequested();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(DeploymentPlan.IsFinishedBeforeStop(kind) ? stop.Now : stop.Soon);
            limit.CancelAfter(run.Destination.StepTimeout);
            try
            {
                LogStep(logger, run.Snapshot.Id, kind);
                await steps.For(kind).RunAsync(run, limit.Token);
            }
            catch (OperationCanceledException) when (!stop.Soon.IsCancellationRequested && !stop.Now.IsCancellationRequested)
            {
                await failures.SettleAsync(run, kind, new StepFailedException($"The step took longer than {run.Destination.StepTimeout}."), stop);
            }
            catch (Exception e) when (e is not (OperationCanceledException or TransitionRefusedException or JournalUnavailableException))
            {
                // The unforeseen included: an accepted deployment comes to an end, and its lane goes on.
                await failures.SettleAsync(run, kind, e, stop);
            }
        }
    }

    private async Task PruneAsync(DeploymentRun run, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(run.Destination.StepTimeout);
        try
        {
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

    [LoggerMessage(EventId = 11003, Level = LogLevel.Warning, Message = "Deployment {Id}: old releases could not be removed.")]
    private static partial void LogNotPruned(ILogger logger, string id, Exception reason);
}
