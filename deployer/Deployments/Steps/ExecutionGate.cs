using Deployer.Deployments.Journal;
using Deployer.Errors;
using Deployer.Facts;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Deployments.Steps;

/// <summary>
/// The last look before the target is touched, with everything that is known by then. What it lets through has its push begun on record; what
/// it does not let through waits, ends, or is reviewed anew, and that is on record.
/// </summary>
internal sealed class ExecutionGate(DeploymentJournal journal, ReviewStep review, ArtifactJudge judge)
{
    // Beyond that, what it waits for is no longer put on record each time.
    private const int MaxFacts = 500;

    /// <summary>Lets a deployment that is ready through, or not.</summary>
    /// <param name="run">The deployment; its lane is taken.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <returns>Whether its push has begun.</returns>
    /// <exception cref="TransitionRefusedException">It is over, or no longer ready.</exception>
    /// <exception cref="JournalUnavailableException">The journal cannot be used.</exception>
    public async Task<bool> TryPassAsync(DeploymentRun run, CancellationToken cancellation)
    {
        if (journal.Holds(Lane.Of(run.Snapshot)) is [var hold, ..])
        {
            return await DeferAsync(run, hold.Describe());
        }

        if (run.Destination.Digest != run.Snapshot.Plan!.DestinationDigest)
        {
            await run.RecordAsync(new DeploymentDenied { Reason = "Where it goes has changed since it was prepared (DESTINATION_CHANGED)." });
            return false;
        }

        if (!await TryReviewAsync(run, cancellation))
        {
            return false;
        }

        var answer = judge.Judge(run.Snapshot);
        if (!answer.IsAllowed)
        {
            await run.RecordAsync(new DeploymentDenied { Reason = ArtifactJudge.Refusal(answer) });
            return false;
        }

        return await BeginAsync(run);
    }

    // What was reviewed may be another now: then what was approved is not what would run.
    private async Task<bool> TryReviewAsync(DeploymentRun run, CancellationToken cancellation)
    {
        try
        {
            await review.RunAsync(run, cancellation);
            return run.Snapshot.State == State.Waiting;
        }
        catch (Exception e) when (e is StepFailedException or IOException or UnauthorizedAccessException)
        {
            return await DeferAsync(run, $"the target cannot be looked at: {StepFailures.ErrorOf(e)}");
        }
    }

    // Together with the last look at what others may have done meanwhile: whatever is set before this is durable stops it.
    private async Task<bool> BeginAsync(DeploymentRun run)
    {
        var lane = Lane.Of(run.Snapshot);
        var push = new PushStarted { Release = run.Release.Name, Previous = run.Snapshot.Plan!.ReplacesRelease };
        var (reason, refusal) = await journal.WriteAsync<(string? Reason, TransitionRefusal Refusal)>(transaction =>
        {
            if (transaction.Holds(lane) is [var hold, ..])
            {
                return (hold.Describe(), TransitionRefusal.None);
            }

            return transaction.OpenIn(lane).Find(open => open.Push is not null) is { } other
                ? ($"{other.Request.Version} ({other.Id}) is being pushed", TransitionRefusal.None)
                : (null, transaction.Append(run.Snapshot.Id, push).Refusal);
        });
        run.Refresh();
        if (refusal != TransitionRefusal.None)
        {
            throw new TransitionRefusedException(refusal);
        }

        return reason is null || await DeferAsync(run, reason);
    }

    private static async Task<bool> DeferAsync(DeploymentRun run, string reason)
    {
        if (run.Snapshot.DeferredFor != reason && run.Snapshot.Facts < MaxFacts)
        {
            await run.RecordAsync(new ExecutionDeferred { Reason = reason });
        }

        return false;
    }
}
