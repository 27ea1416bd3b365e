namespace Deployer.Facts;

/// <summary>The target is what it was before the push. Final: rolled back where there was a release before, failed where there was none.</summary>
internal sealed record RollbackFinished : DeploymentFact
{
    /// <inheritdoc/>
    public override string Describe() => "The target is as it was before.";
}
