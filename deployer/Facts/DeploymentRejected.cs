namespace Deployer.Facts;

/// <summary>An approver refused. Final.</summary>
internal sealed record DeploymentRejected : DeploymentFact
{
    /// <value>Who rejected, and under which decision.</value>
    public required Authorization Authorization { get; init; }

    /// <value>The approver's words.</value>
    public string Comment { get; init; } = "";

    /// <inheritdoc/>
    public override string Describe() => Comment.Length > 0 ? $"{Authorization.Client} rejected: {Comment}" : $"{Authorization.Client} rejected.";
}
