namespace Deployer.Facts;

/// <summary>An approver took the approval back. What had all approvals waits for them again.</summary>
internal sealed record ApprovalWithdrawn : DeploymentFact
{
    /// <value>Who withdrew, and under which decision.</value>
    public required Authorization Authorization { get; init; }

    /// <value>The approver's words.</value>
    public string Comment { get; init; } = "";

    /// <inheritdoc/>
    public override string Describe() => $"{Authorization.Client} withdrew the approval.";
}
