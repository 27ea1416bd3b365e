using Deployer.Errors;
using Deployer.Facts;

namespace Deployer.Deployments.Steps;

/// <summary>Holds the artifact against the digest that was asked for, then asks <c>data.deployer.artifact</c>.</summary>
internal sealed class VerifyArtifactStep(ArtifactJudge judge) : IDeploymentStep
{
    /// <inheritdoc/>
    public async Task RunAsync(DeploymentRun run, CancellationToken cancellation)
    {
        var snapshot = run.Snapshot;
        if (snapshot.Request.Digest.Length > 0 && snapshot.Request.Digest != snapshot.Artifact!.Digest)
        {
            throw new StepFailedException($"The artifact's digest is {snapshot.Artifact.Digest}, not the one asked for.");
        }

        var answer = await judge.JudgeAsync(snapshot);
        if (!answer.IsAllowed)
        {
            throw new StepFailedException(ArtifactJudge.Refusal(answer));
        }

        await run.RecordAsync(new ArtifactVerified { PolicyRevision = answer.Revision });
    }
}
