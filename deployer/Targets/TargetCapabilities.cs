namespace Deployer.Targets;

/// <summary>What a kind of target declares that it can do. What is not declared is not asked of it.</summary>
internal sealed record TargetCapabilities
{
    /// <value>Whether plans list what would change; otherwise they name only the release that is replaced.</value>
    public bool ListsChanges { get; init; }

    /// <value>Whether it can say which release is current; otherwise an unknown outcome stays unknown.</value>
    public bool Observes { get; init; }

    /// <value>Whether a release that was current before can be made current again without its artifact.</value>
    public bool RevertsWithoutArtifact { get; init; }

    /// <value>Whether old releases are removed from outside, without a credential; otherwise it does so itself, or has none.</value>
    public bool Prunes { get; init; }

    /// <value>Whether a health check may name a file of the current release.</value>
    public bool HasFiles { get; init; }

    /// <value>What it needs a credential for.</value>
    public CredentialPurposes Needs { get; init; }
}
