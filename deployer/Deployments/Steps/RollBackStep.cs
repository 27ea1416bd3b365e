using Deployer.Facts;

namespace Deployer.Deployments.Steps;

/// <summary>Makes current again what was current before the push.</summary>
internal sealed class RollBackStep : IDeploymentStep
{
    /// <inheritdoc/>
    public async Task RunAsync(DeploymentRun run, CancellationToken cancellation)
    {
        PushStarted push = run.Snapshot.Push!;
        run.Target.Switch(push.Previous.Length > 0 ? push.Previous : null, run.Snapshot.Id);
        await run.RecordAsync(new RollbackFinished()).ConfigureAwait(false);
    }
}
