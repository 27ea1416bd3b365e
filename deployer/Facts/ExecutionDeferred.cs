namespace Deployer.Facts;

/// <summary>It is prepared or ready, and cannot go on now. Recorded when the reason becomes another one.</summary>
internal sealed record ExecutionDeferred : DeploymentFact
{
    /// <value>That what is done could not be put on record, and so is not done.</value>
    public static ExecutionDeferred ByTheLog { get; } = new() { Reason = "the deployer's log cannot be written" };

    /// <value>What it waits for, in words that name no secret and no path.</value>
    public required string Reason { get; init; }

    /// <inheritdoc/>
    public override string Describe() => $"Waiting: {Reason}";
}
