using Deployer.Deployments.Execution;
using Deployer.Deployments.Journal;
using Deployer.Errors;
using Deployer.Facts;
using Gateway.Hosting.Audit;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Deployments.Steps;

/// <summary>
/// The last look before the target is touched, with everything that is known by then: holds, the destination, what would change, the worker's
/// own policy, and the gatekeeper's decision. What it lets through has its push begun on record; what it does not let through waits, ends, or
/// is reviewed anew, and that is on record.
/// </summary>
internal sealed class ExecutionGate(DeploymentJournal journal, ReviewStep review, ArtifactJudge judge, DecisionRequests requests, DecisionDesk desk)
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
        try
        {
            return await LookAsync(run, cancellation);
        }
        catch (AuditUnavailableException)
        {
            return await DeferAsync(run, ExecutionDeferred.ByTheLog.Reason);
        }
    }

    private async Task<bool> LookAsync(DeploymentRun run, CancellationToken cancellation)
    {
        if (journal.Holds(Lane.Of(run.Snapshot)) is [var hold, ..])
        {
            return await DeferAsync(run, hold.Describe());
        }

        if (!await TryReviewAsync(run, cancellation))
        {
            return false;
        }

        var answer = await judge.JudgeAsync(run.Snapshot);
        if (answer.IsUndecided)
        {
            return await DeferAsync(run, $"the deployer's policy has no answer: {string.Join("; ", answer.Reasons)}");
        }

        if (!answer.IsAllowed)
        {
            await run.RecordAsync(new DeploymentDenied { Reason = ArtifactJudge.Refusal(answer) });
            return false;
        }

        return await DecideAsync(run, cancellation);
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

    private async Task<bool> DecideAsync(DeploymentRun run, CancellationToken cancellation)
    {
        if (requests.Make(run.Snapshot) is not { } request)
        {
            await run.RecordAsync(new DeploymentDenied { Reason = "The calls that asked for it and approved it are not kept any more, so that they cannot be decided again." });
            return false;
        }

        using var answer = await run.Slot.AwaitAsync(desk.AskAsync(request, cancellation), cancellation);
        if (answer is null)
        {
            return await DeferAsync(run, "no gatekeeper has decided about it");
        }

        var push = new PushStarted { Release = run.Release.Name, Previous = run.Snapshot.Plan!.ReplacesRelease };
        var verdict = ExecutionVerdict.Of(answer, run.Snapshot, push);
        if (verdict.Fact is null)
        {
            answer.Settle(verdict == ExecutionVerdict.Unfit ? CallRefusal.WrongState : CallRefusal.None);
            return await DeferAsync(run, verdict.Reason);
        }

        return await RecordAsync(run, answer, verdict.Fact);
    }

    // The grant is used up in the transaction that writes what comes of it, together with the last look at what others may have done
    // meanwhile: whatever is set before this is durable stops it.
    private async Task<bool> RecordAsync(DeploymentRun run, ExecutionAnswer answer, DeploymentFact fact)
    {
        var lane = Lane.Of(run.Snapshot);
        var asked = run.Snapshot.Facts;
        var (refusal, reason) = await journal.WriteAsync<(CallRefusal Refusal, string? Reason)>(transaction =>
        {
            if (!transaction.TrySpend(answer.Call.Use))
            {
                return (CallRefusal.GrantReplayed, "the gatekeeper's answer was used before");
            }

            // Decided about this and nothing else: an approval that was withdrawn meanwhile counts no more.
            if (transaction.Find(run.Snapshot.Id)!.Snapshot.Facts != asked)
            {
                return (CallRefusal.WrongState, "it has changed while it was decided about");
            }

            if (fact is PushStarted && StandsInTheWay(transaction, lane) is { } obstacle)
            {
                return (CallRefusal.WrongState, obstacle);
            }

            return (transaction.Append(run.Snapshot.Id, fact).Refusal == TransitionRefusal.None ? CallRefusal.None : CallRefusal.WrongState, null);
        });
        answer.Settle(refusal);
        run.Refresh();
        if (reason is not null && run.Snapshot.State == State.Waiting)
        {
            return await DeferAsync(run, reason);
        }

        return refusal == CallRefusal.None && fact is PushStarted;
    }

    private static string? StandsInTheWay(JournalTransaction transaction, Lane lane)
    {
        if (transaction.Holds(lane) is [var hold, ..])
        {
            return hold.Describe();
        }

        return transaction.OpenIn(lane).Find(open => open.Push is not null) is { } other ? $"{other.Request.Version} ({other.Id}) is being pushed" : null;
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
