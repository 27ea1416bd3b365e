namespace Deployer.Facts;

/// <summary>A caller stopped the push: what it has done is reverted.</summary>
internal sealed record AbortRequested : DeploymentFact
{
    /// <value>Who asked, and under which decision.</value>
    public required Authorization Authorization { get; init; }

    /// <value>The caller's words.</value>
    public string Comment { get; init; } = "";

    /// <inheritdoc/>
    public override string Describe() => $"{Authorization.Client} aborted the push.";
}
