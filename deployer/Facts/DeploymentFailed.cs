namespace Deployer.Facts;

/// <summary>It could not be carried out. The target was not changed, or the error says otherwise. Final.</summary>
internal sealed record DeploymentFailed : DeploymentFact
{
    /// <value>Why, in words that name no secret and no path.</value>
    public required string Error { get; init; }

    /// <inheritdoc/>
    public override string Describe() => $"Failed: {Error}";
}
