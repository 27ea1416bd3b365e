using Deployer.Deployments.Journal;
using Deployer.Errors;
using Deployer.Facts;
using Deployer.Policy;

namespace Deployer.Deployments.Steps;

/// <summary>Holds the artifact against the digest that was asked for, then asks <c>data.deployer.artifact</c>.</summary>
internal sealed class VerifyArtifactStep(IDeployerPolicy policy, DeploymentJournal journal) : IDeploymentStep
{
    /// <inheritdoc/>
    public async Task RunAsync(DeploymentRun run, CancellationToken cancellation)
    {
        var snapshot = run.Snapshot;
        if (snapshot.Request.Digest.Length > 0 && snapshot.Request.Digest != snapshot.Artifact!.Digest)
        {
            throw new StepFailedException($"The artifact's digest is {snapshot.Artifact.Digest}, not the one asked for.");
        }

        var answer = policy.MayUseArtifact(PolicyInput.ForArtifact(snapshot, journal.SucceededIn(snapshot.Request.Application, snapshot.Digest)));
        if (!answer.IsAllowed)
        {
            throw new StepFailedException("The policy refuses the artifact: " + string.Join("; ", answer.Reasons));
        }

        await run.RecordAsync(new ArtifactVerified { PolicyRevision = answer.Revision });
    }
}
