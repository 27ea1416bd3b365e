namespace Deployer.Facts;

/// <summary>It could not be carried out. The target was not changed, or the error says otherwise. Final.</summary>
internal sealed record DeploymentFailed : DeploymentFact
{
    /// <value>Why, in words that name no secret and no path.</value>
    public required string Error { get; init; }

    /// <value>Whether the target was seen to be as it was before, after a push had begun.</value>
    public bool IsTargetUnchanged { get; init; }

    /// <inheritdoc/>
    public override string Describe() => $"Failed: {Error}";
}
