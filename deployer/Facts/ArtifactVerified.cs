namespace Deployer.Facts;

/// <summary>The artifact has the digest that was asked for, and the policy allows it there.</summary>
internal sealed record ArtifactVerified : DeploymentFact
{
    /// <value>The revision of the deployer's policies that allowed it.</value>
    public required string PolicyRevision { get; init; }

    /// <inheritdoc/>
    public override string Describe() => "The artifact is verified and allowed.";
}
