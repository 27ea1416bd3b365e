namespace Deployer.Facts;

/// <summary>It is ready, and cannot be pushed now. Recorded when the reason becomes another one.</summary>
internal sealed record ExecutionDeferred : DeploymentFact
{
    /// <value>What it waits for, in words that name no secret and no path.</value>
    public required string Reason { get; init; }

    /// <inheritdoc/>
    public override string Describe() => $"Waiting: {Reason}";
}
