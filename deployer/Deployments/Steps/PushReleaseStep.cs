using Deployer.Facts;
using Deployer.Targets;

namespace Deployer.Deployments.Steps;

/// <summary>Takes the credential, puts the release on the target and makes it current. The credential lives as long as this step, no longer.</summary>
internal sealed class PushReleaseStep(ArtifactKeeper artifacts, CredentialDesk credentials, ILogger<PushReleaseStep> logger) : IDeploymentStep
{
    /// <inheritdoc/>
    public async Task RunAsync(DeploymentRun run, CancellationToken cancellation)
    {
        // What was verified is what is pushed: the store may have been damaged since.
        using (await artifacts.EnsureAsync(run, cancellation))
        using (var toObserve = await credentials.TakeToObserveAsync(run, cancellation))
        using (var credential = await credentials.TakeAsync(run, CredentialPurposes.Apply, cancellation))
        {
            var plan = await run.Target.PlanAsync(run.Release, _ => Task.FromResult(artifacts.Open(run)), toObserve, cancellation);
            var result = await run.Target.ApplyAsync(plan, () => artifacts.Open(run), credential, new HostProgress(run.Snapshot.Id, logger), cancellation);
            result.RequireDone();
        }

        await run.RecordAsync(new ReleaseSwitched());
    }
}
