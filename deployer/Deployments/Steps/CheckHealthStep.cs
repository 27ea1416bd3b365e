using Deployer.Facts;
using Deployer.Targets;

namespace Deployer.Deployments.Steps;

/// <summary>Waits until the new release is well.</summary>
internal sealed class CheckHealthStep(HealthCheck check) : IDeploymentStep
{
    /// <inheritdoc/>
    public async Task RunAsync(DeploymentRun run, CancellationToken cancellation)
    {
        await check.WaitAsync(run.Destination, run.Target, cancellation);
        await run.RecordAsync(new DeploymentSucceeded());
    }
}
