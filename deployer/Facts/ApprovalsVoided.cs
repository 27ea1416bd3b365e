namespace Deployer.Facts;

/// <summary>The approvals given so far count no more, and it waits for new ones.</summary>
internal sealed record ApprovalsVoided : DeploymentFact
{
    /// <value>Why, in words that name no secret and no path.</value>
    public required string Reason { get; init; }

    /// <inheritdoc/>
    public override string Describe() => $"The approvals count no more: {Reason}";
}
