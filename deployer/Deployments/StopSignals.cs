namespace Deployer.Deployments;

/// <summary>When a running deployment must stop.</summary>
/// <param name="Soon">Between two steps, and in steps that are easily begun again: the deployer drains, or the deployment was cancelled.</param>
/// <param name="Now">In every step: the drain has taken too long.</param>
/// <param name="Abort">In the steps that push: a caller aborts, and the push is reverted.</param>
internal readonly record struct StopSignals(CancellationToken Soon, CancellationToken Now, CancellationToken Abort);
