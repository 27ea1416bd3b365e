using Deployer.Artifacts;
using Deployer.Artifacts.Archives;
using Deployer.Deployments.Journal;
using Deployer.Errors;
using Deployer.Facts;

namespace Deployer.Deployments;

/// <summary>Brings artifacts into the worker's own store, and keeps there what the journal says is needed.</summary>
internal sealed class ArtifactKeeper(ArtifactFetcher fetcher, ArtifactStore store, ArchiveLimits limits, WorkDirectories directories, DeploymentJournal journal)
{
    /// <summary>Makes sure that the verified artifact is in the store and whole. It stays there until what is returned is disposed of.</summary>
    /// <param name="run">The deployment.</param>
    /// <param name="cancellation">Ends the fetch.</param>
    /// <exception cref="StepFailedException">It has changed at its source since it was verified, or is there no more.</exception>
    /// <exception cref="IOException">The source cannot be read now.</exception>
    public async Task<IDisposable> EnsureAsync(Steps.DeploymentRun run, CancellationToken cancellation)
    {
        var verified = run.Snapshot.Artifact!;
        if (await TryPinAsync(verified.Digest, cancellation) is { } pin)
        {
            return pin;
        }

        (var again, var fetched) = await FetchAsync(run, cancellation);
        if (again.Digest == verified.Digest && again.Name == verified.Name)
        {
            return fetched;
        }

        fetched.Dispose();
        throw new StepFailedException("The artifact has changed at its source since it was verified.");
    }

    /// <summary>Opens the verified artifact, brought into the store again where it is not whole there.</summary>
    /// <exception cref="StepFailedException">It has changed at its source since it was verified, or is there no more; or it is no archive that is allowed.</exception>
    /// <exception cref="IOException">The source or the store cannot be read now.</exception>
    public async Task<IArchiveReader> OpenAsync(Steps.DeploymentRun run, CancellationToken cancellation)
    {
        // What is open can be read to its end, whatever becomes of its name.
        using (await EnsureAsync(run, cancellation))
        {
            return Open(run);
        }
    }

    /// <summary>Opens the verified artifact as it is in the store.</summary>
    /// <exception cref="StepFailedException">It is no archive that is allowed.</exception>
    /// <exception cref="IOException">It is not there, or cannot be read.</exception>
    public IArchiveReader Open(Steps.DeploymentRun run)
    {
        var artifact = run.Snapshot.Artifact!;
        return Archive.Open(artifact.Name, store.Open(artifact.Digest), limits);
    }

    /// <summary>Brings the artifact of a deployment, and says what it is. It stays in the store until the pin that is returned is disposed of.</summary>
    /// <exception cref="StepFailedException">There is no such artifact, or it may not be used.</exception>
    /// <exception cref="IOException">The source cannot be read now.</exception>
    public async Task<(ArtifactFetched Artifact, IDisposable Pin)> BringAsync(Steps.DeploymentRun run, CancellationToken cancellation)
    {
        var request = run.Snapshot.Request;
        if (request.RollbackOf.Length > 0 && journal.FindWhole(request.RollbackOf)?.Snapshot.Artifact is { } earlier && earlier.Digest == request.Digest
            && await TryPinAsync(earlier.Digest, cancellation) is { } pin)
        {
            return (earlier, pin);
        }

        return await FetchAsync(run, cancellation);
    }

    /// <summary>Removes the artifacts that nothing needs any more.</summary>
    /// <exception cref="JournalUnavailableException">The journal cannot be read.</exception>
    public void Trim() => store.Trim(Retention);

    // Pinned before it is looked at, so that it is not taken away in between; null where it is not there, or not whole.
    private async Task<IDisposable?> TryPinAsync(string digest, CancellationToken cancellation)
    {
        var pin = store.Pin(digest);
        try
        {
            if (await store.IsIntactAsync(digest, cancellation))
            {
                return pin;
            }
        }
        catch
        {
            pin.Dispose();
            throw;
        }

        pin.Dispose();
        return null;
    }

    private async Task<(ArtifactFetched Artifact, IDisposable Pin)> FetchAsync(Steps.DeploymentRun run, CancellationToken cancellation)
    {
        var directory = directories.Of(run.Snapshot.Id);
        var artifact = await fetcher.FetchAsync(run.Destination, run.Snapshot.Request.Version, directory, run.Slot.PauseAsync, cancellation);
        return (artifact, store.Put(Path.Combine(directory, artifact.Name), artifact.Digest, Retention));
    }

    private ArtifactRetention Retention() => new(journal.OpenDigests(), journal.RestorableDigests());
}
