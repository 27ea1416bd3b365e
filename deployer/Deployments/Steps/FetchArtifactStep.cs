namespace Deployer.Deployments.Steps;

/// <summary>Brings the artifact into the worker's own store.</summary>
internal sealed class FetchArtifactStep(ArtifactKeeper artifacts) : IDeploymentStep
{
    /// <inheritdoc/>
    public async Task RunAsync(DeploymentRun run, CancellationToken cancellation)
    {
        (var artifact, var pin) = await artifacts.BringAsync(run, cancellation);
        using (pin)
        {
            await run.RecordAsync(artifact);
        }
    }
}
