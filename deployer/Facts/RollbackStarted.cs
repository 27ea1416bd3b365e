namespace Deployer.Facts;

/// <summary>The intent to put the target back to what it was before the push.</summary>
internal sealed record RollbackStarted : DeploymentFact
{
    /// <value>Why, in words that name no secret and no path.</value>
    public required string Error { get; init; }

    /// <inheritdoc/>
    public override string Describe() => $"Rolling back: {Error}";
}
