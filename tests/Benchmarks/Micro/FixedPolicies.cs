using Gatekeeper.Policy;
using Gateway.Hosting.Revisions;
using Gateway.Hosting.Revisions.Directories;

namespace Benchmarks.Micro;

/// <summary>The policies of a directory as they are at the start.</summary>
internal sealed class FixedPolicies(string directory) : IPolicySource
{
    /// <inheritdoc/>
    public PolicySnapshot Current { get; } = Load(RevisionCompiler.Compile(new RevisionContent(DirectoryReader.Read(DirectoryScanner.Scan(directory)))));

    private static PolicySnapshot Load(Revision revision) => new(revision.Digest, revision.Decision.Evaluate, DateTimeOffset.UnixEpoch);
}
