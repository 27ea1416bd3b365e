using Deployer.Grants;
using Gateway.Hosting.Revisions;
using Gateway.Hosting.Revisions.Archive;

namespace Deployer.Policy;

/// <summary>The revision in use and those of the last ten minutes.</summary>
internal sealed class KnownRevisions(RevisionStore revisions, RevisionArchive archive) : IKnownRevisions
{
    /// <inheritdoc/>
    public async Task<bool> WaitForAsync(string revision, TimeSpan timeout, CancellationToken cancellationToken) =>
        await revisions.WaitForAsync(revision, timeout, cancellationToken) is not null;

    /// <inheritdoc/>
    public DateTimeOffset? TakenAt(string revision) => archive.LastTaken(revision);

    /// <inheritdoc/>
    public bool IsLeft(string revision) => revisions.IsLeft(revision);

    /// <inheritdoc/>
    public bool IsInUse(string revision) => revisions.Current.Revision.Digest == revision;

    /// <inheritdoc/>
    public long? SerialOf(string revision) => revisions.Find(revision) is { } loaded ? loaded.Serial : archive.Find(revision)?.Serial;
}
