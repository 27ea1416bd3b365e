namespace Deployer.Artifacts;

/// <summary>Which artifacts stay in the store.</summary>
/// <param name="Open">Those of open deployments: they must stay.</param>
/// <param name="Restorable">Those that a rollback would need: they go only where there is no room otherwise.</param>
internal sealed record ArtifactRetention(IReadOnlySet<string> Open, IReadOnlySet<string> Restorable)
{
    /// <summary>Whether an artifact should stay.</summary>
    public bool Keeps(string digest) => Open.Contains(digest) || Restorable.Contains(digest);
}
