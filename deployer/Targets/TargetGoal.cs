namespace Deployer.Targets;

/// <summary>What a target is put back to.</summary>
/// <param name="Release">The name of a release that was current before; null: none was.</param>
/// <param name="DeploymentId">The deployment that is undone.</param>
internal sealed record TargetGoal(string? Release, string DeploymentId);
