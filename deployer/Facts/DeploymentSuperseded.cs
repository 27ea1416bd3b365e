namespace Deployer.Facts;

/// <summary>A later request of its application and environment has succeeded. The target was not touched by this one. Final.</summary>
internal sealed record DeploymentSuperseded : DeploymentFact
{
    /// <value>The deployment that succeeded.</value>
    public required string By { get; init; }

    /// <value>Its version.</value>
    public required string Version { get; init; }

    /// <inheritdoc/>
    public override string Describe() => $"Superseded by {Version} ({By}).";
}
