using Deployer.Artifacts;
using Deployer.Artifacts.Archives;
using Deployer.Errors;
using Deployer.Facts;
using Deployer.Targets;
using Gateway.Hosting.Posix;

namespace Deployer.Deployments.Steps;

/// <summary>Takes the credential, puts the release on the target and makes it current. The credential lives as long as this step, no longer.</summary>
internal sealed class PushReleaseStep(ArtifactFetcher fetcher, CredentialDesk credentials, ArchiveLimits limits, ILogger<PushReleaseStep> logger) : IDeploymentStep
{
    private const int DigestCharacters = 12;

    /// <summary>The name of the release that a verified deployment makes.</summary>
    public static string ReleaseName(DeploymentSnapshot snapshot) =>
        $"{snapshot.Request.Version}-{snapshot.Artifact!.Digest["sha256:".Length..][..DigestCharacters]}";

    /// <inheritdoc/>
    public async Task RunAsync(DeploymentRun run, CancellationToken cancellation)
    {
        await EnsureArtifactAsync(run, cancellation);
        using (var credential = await credentials.TakeAsync(run, cancellation))
        {
            var snapshot = run.Snapshot;
            var release = new TargetRelease(ReleaseName(snapshot), snapshot.Request.Version, snapshot.Artifact!.Digest, snapshot.Id);
            var plan = await run.Target.PlanAsync(release, credential: null, cancellation);
            if (snapshot.Push is null)
            {
                await run.RecordAsync(new PushStarted { Release = release.Name, Previous = plan.Replaces });
            }

            // After the intent is recorded; a cancellation that came first has won, and nothing here is reached.
            var result = await run.Target.ApplyAsync(plan, () => Open(run), credential, new HostProgress(snapshot.Id, logger), cancellation);
            result.RequireDone();
        }

        await run.RecordAsync(new ReleaseSwitched());
    }

    // What was verified is what is pushed: the work directory may have been lost or damaged since.
    private async Task EnsureArtifactAsync(DeploymentRun run, CancellationToken cancellation)
    {
        var verified = run.Snapshot.Artifact!;
        if (await ArtifactFetcher.IsIntactAsync(verified, run.DirectoryPath, cancellation))
        {
            return;
        }

        var again = await fetcher.FetchAsync(run.Destination, run.Snapshot.Request.Version, run.DirectoryPath, cancellation);
        if (again.Digest != verified.Digest || again.Name != verified.Name)
        {
            throw new StepFailedException("The artifact has changed at its source since it was verified.");
        }
    }

    private IArchiveReader Open(DeploymentRun run)
    {
        var name = run.Snapshot.Artifact!.Name;
        var file = PosixFiles.OpenRegular(Path.Combine(run.DirectoryPath, name)) ?? throw new IOException("The fetched artifact is gone.");
        return Archive.Open(name, file, limits);
    }
}
