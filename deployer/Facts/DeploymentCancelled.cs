namespace Deployer.Facts;

/// <summary>A caller took it back before its target was touched. Final.</summary>
internal sealed record DeploymentCancelled : DeploymentFact
{
    /// <value>Who cancelled, and under which decision.</value>
    public required Authorization Authorization { get; init; }

    /// <value>The caller's words.</value>
    public string Comment { get; init; } = "";

    /// <inheritdoc/>
    public override string Describe() => Comment.Length > 0 ? $"{Authorization.Client} cancelled: {Comment}" : $"{Authorization.Client} cancelled.";
}
