using Deployer.Deployments.Journal;
using Deployer.Facts;
using Deployer.Targets;

namespace Deployer.Deployments.Steps;

/// <summary>Makes what is reviewed: where the artifact goes, what it would change there, and what it replaces. Records it where it is another than before.</summary>
internal sealed class ReviewStep(ArtifactKeeper artifacts, ArtifactJudge judge, CredentialDesk credentials, DeploymentJournal journal) : IDeploymentStep
{
    /// <inheritdoc/>
    public async Task RunAsync(DeploymentRun run, CancellationToken cancellation)
    {
        if (run.Snapshot.Plan is { } before && before.DestinationDigest != run.Destination.Digest)
        {
            await run.RecordAsync(new DeploymentDenied { Reason = "Where it goes has changed since it was prepared (DESTINATION_CHANGED)." });
            return;
        }

        var plan = await PlanAsync(run, cancellation);
        if (run.Snapshot.Plan is null)
        {
            await run.RecordAsync(plan);
        }
        else if (plan.ReviewDigest(run.Snapshot.Artifact!) != run.Snapshot.ReviewDigest)
        {
            // Nobody is asked anew about what the policies refuse by now.
            var answer = await judge.JudgeAsync(run.Snapshot);
            await run.RecordAsync(answer.IsAllowed || answer.IsUndecided ? plan : new DeploymentDenied { Reason = ArtifactJudge.Refusal(answer) });
        }
    }

    private async Task<DeploymentPlanned> PlanAsync(DeploymentRun run, CancellationToken cancellation)
    {
        var snapshot = run.Snapshot;
        var promotions = journal.Promotions(snapshot.Request.Application, snapshot.Digest);
        var facts = new DeploymentPlanned
        {
            DestinationDigest = run.Destination.Digest,
            SucceededIn = promotions.SucceededIn,
            Undone = promotions.Undone,
        };
        if (run.Target.Capabilities.Needs.HasFlag(CredentialPurposes.Observe) && !run.Destination.Credentials.ContainsKey(CredentialPurposes.Observe.Name()))
        {
            return facts;
        }

        using var credential = await credentials.TakeToObserveAsync(run, cancellation);
        var plan = await run.Target.PlanAsync(run.Release, stop => artifacts.OpenAsync(run, stop), credential, cancellation);
        var replaced = plan.Replaces.Length > 0 ? journal.OfRelease(Lane.Of(snapshot), plan.Replaces) : null;
        return facts with
        {
            PlanDigest = plan.Digest,
            Changes = [.. plan.Changes.Select(change => new PlannedEntry(change.Kind.ToString().ToLowerInvariant(), change.Name))],
            Omitted = plan.Omitted,
            ReplacesRelease = plan.Replaces,
            ReplacesVersion = replaced?.Version ?? "",
            ReplacesDigest = replaced?.Digest ?? "",
        };
    }
}
