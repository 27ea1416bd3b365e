using Gateway.Hosting.Posix;
using Gateway.Hosting.Revisions;
using Gateway.Hosting.Revisions.Archive;
using Microsoft.Extensions.Logging.Abstractions;

namespace Deployer.Tests.Support;

/// <summary>Opens the policies of a directory without a program around them.</summary>
internal sealed class OpenedRevisions : IRevisionLog
{
    private OpenedRevisions()
    {
    }

    public static RevisionStore Open(string directory, string state) => RevisionStore.Open(
        new RevisionSettings(directory, TimeSpan.FromMilliseconds(20), state, new PathJudge(isDevelopment: true)),
        new RevisionArchive(Path.Combine(state, "revisions")),
        new OpenedRevisions(),
        TimeProvider.System,
        NullLogger.Instance);

    public void RecordTaken(ActiveRevision next, string? previous)
    {
    }

    public void RecordRefused(RevisionRefusal refusal, string? current)
    {
    }
}
