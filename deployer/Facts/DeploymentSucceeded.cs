namespace Deployer.Facts;

/// <summary>The release is current and healthy. Final.</summary>
internal sealed record DeploymentSucceeded : DeploymentFact
{
    /// <inheritdoc/>
    public override string Describe() => "Succeeded.";
}
