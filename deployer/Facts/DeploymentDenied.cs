namespace Deployer.Facts;

/// <summary>It was refused when it was decided again before the push. The target was not touched. Final.</summary>
internal sealed record DeploymentDenied : DeploymentFact
{
    /// <value>Why, in words that name no secret and no path.</value>
    public required string Reason { get; init; }

    /// <value>The gatekeeper's refusal, where it is its; otherwise null.</value>
    public Authorization? Authorization { get; init; }

    /// <inheritdoc/>
    public override string Describe() => $"Denied: {Reason}";
}
