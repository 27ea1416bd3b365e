namespace Deployer.Facts;

/// <summary>One approver agreed. Counted once, and never from the requester.</summary>
internal sealed record ApprovalGiven : DeploymentFact
{
    /// <value>Who approved, and under which decision.</value>
    public required Authorization Authorization { get; init; }

    /// <value>The approver's words.</value>
    public string Comment { get; init; } = "";

    /// <value>What was approved: the review digest that stood then; empty in journals from before there was one.</value>
    public string ReviewDigest { get => field ?? ""; init; } = "";

    /// <inheritdoc/>
    public override string Describe() => $"{Authorization.Client} approved.";
}
