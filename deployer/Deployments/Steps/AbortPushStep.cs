namespace Deployer.Deployments.Steps;

/// <summary>Ends a push that a caller stopped: whatever it has done so far is reverted.</summary>
internal sealed class AbortPushStep : IDeploymentStep
{
    /// <inheritdoc/>
    public Task RunAsync(DeploymentRun run, CancellationToken cancellation) => StepFailures.RollBackAsync(run, "The push was aborted.");
}
