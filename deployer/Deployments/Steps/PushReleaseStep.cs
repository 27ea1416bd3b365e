using Deployer.Artifacts;
using Deployer.Artifacts.Archives;
using Deployer.Errors;
using Deployer.Facts;
using Deployer.Secrets;
using Gateway.Hosting.Posix;

namespace Deployer.Deployments.Steps;

/// <summary>Takes the credential, puts the release on the target and makes it current. The credential lives as long as this step, no longer.</summary>
internal sealed class PushReleaseStep(ArtifactFetcher fetcher, CredentialDesk credentials, ArchiveLimits limits) : IDeploymentStep
{
    private const int DigestCharacters = 12;

    /// <summary>The name of the release that a verified deployment makes.</summary>
    public static string ReleaseName(DeploymentSnapshot snapshot) =>
        $"{snapshot.Request.Version}-{snapshot.Artifact!.Digest["sha256:".Length..][..DigestCharacters]}";

    /// <inheritdoc/>
    public async Task RunAsync(DeploymentRun run, CancellationToken cancellation)
    {
        await EnsureArtifactAsync(run, cancellation).ConfigureAwait(false);
        using Secret? credential = await credentials.TakeAsync(run).ConfigureAwait(false);
        if (run.Snapshot.Push is null)
        {
            await run.RecordAsync(new PushStarted { Release = ReleaseName(run.Snapshot), Previous = run.Target.Current() ?? "" }).ConfigureAwait(false);
        }

        // After the intent is recorded; a cancellation that came first has won, and nothing here is reached.
        string release = run.Snapshot.Push!.Release;
        await Task.Factory.StartNew(() => Push(run, release, credential, cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        await run.RecordAsync(new ReleaseSwitched()).ConfigureAwait(false);
    }

    // On a thread of its own: it waits for the disk, and the pool's few threads answer calls.
    private void Push(DeploymentRun run, string release, Secret? credential, CancellationToken cancellation)
    {
        run.Target.Place(release, run.Snapshot.Id, () => Open(run), credential, cancellation);
        run.Target.Switch(release, run.Snapshot.Id);
    }

    // What was verified is what is pushed: the work folder may have been lost or damaged since.
    private async Task EnsureArtifactAsync(DeploymentRun run, CancellationToken cancellation)
    {
        ArtifactFetched verified = run.Snapshot.Artifact!;
        if (await ArtifactFetcher.IsIntactAsync(verified, run.Folder, cancellation).ConfigureAwait(false))
        {
            return;
        }

        ArtifactFetched again = await fetcher.FetchAsync(run.Destination, run.Snapshot.Request.Version, run.Folder, cancellation).ConfigureAwait(false);
        if (again.Digest != verified.Digest || again.Name != verified.Name)
        {
            throw new StepFailedException("The artifact has changed at its source since it was verified.");
        }
    }

    private IArchiveReader Open(DeploymentRun run)
    {
        string name = run.Snapshot.Artifact!.Name;
        FileStream file = PosixFiles.OpenRegular(Path.Combine(run.Folder, name)) ?? throw new IOException("The fetched artifact is gone.");
        return Archive.Open(name, file, limits);
    }
}
