namespace Deployer.Facts;

/// <summary>The intent to touch the target. From here on a deployment can no longer be cancelled.</summary>
internal sealed record PushStarted : DeploymentFact
{
    /// <value>The release that will be current.</value>
    public required string Release { get; init; }

    /// <value>The release that was current before, or empty.</value>
    public string Previous { get; init; } = "";

    /// <value>The decision at execution; null in journals from before there was one.</value>
    public Authorization? Execution { get; init; }

    /// <inheritdoc/>
    public override string Describe() => $"Pushing release {Release}.";
}
