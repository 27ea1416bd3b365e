using Deployer.Artifacts;

namespace Deployer.Deployments.Steps;

/// <summary>Brings the artifact into the work directory.</summary>
internal sealed class FetchArtifactStep(ArtifactFetcher fetcher) : IDeploymentStep
{
    /// <inheritdoc/>
    public async Task RunAsync(DeploymentRun run, CancellationToken cancellation) =>
        await run.RecordAsync(await fetcher.FetchAsync(run.Destination, run.Snapshot.Request.Version, run.DirectoryPath, cancellation));
}
