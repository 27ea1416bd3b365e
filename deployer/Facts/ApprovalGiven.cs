namespace Deployer.Facts;

/// <summary>One approver agreed. Counted once, and never from the requester.</summary>
internal sealed record ApprovalGiven : DeploymentFact
{
    /// <value>Who approved, and under which decision.</value>
    public required Authorization Authorization { get; init; }

    /// <value>The approver's words.</value>
    public string Comment { get; init; } = "";

    /// <inheritdoc/>
    public override string Describe() => $"{Authorization.Client} approved.";
}
