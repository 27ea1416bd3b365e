using Deployer.Errors;

namespace Deployer.Deployments.Steps;

/// <summary>One step of a deployment. It looks before it acts and records what it has done, so that it can be run again after a crash at any point.</summary>
internal interface IDeploymentStep
{
    /// <summary>Does what is missing and records it.</summary>
    /// <exception cref="StepFailedException">It cannot be done.</exception>
    /// <exception cref="TransitionRefusedException">The deployment was cancelled meanwhile.</exception>
    Task RunAsync(DeploymentRun run, CancellationToken cancellation);
}
