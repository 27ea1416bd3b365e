namespace Deployer.Facts;

/// <summary>The outcome of the push: the release is current.</summary>
internal sealed record ReleaseSwitched : DeploymentFact
{
    /// <inheritdoc/>
    public override string Describe() => "The release is current; checking its health.";
}
