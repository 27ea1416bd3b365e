namespace Deployer.Grants;

/// <summary>The policy revisions that this deployer has loaded lately.</summary>
internal interface IKnownRevisions
{
    /// <summary>Waits until a revision is loaded.</summary>
    /// <returns>Whether it is; false where it did not come within <paramref name="timeout"/>.</returns>
    Task<bool> WaitForAsync(string revision, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>When a revision was taken into use here last, however long ago; null where it never was.</summary>
    DateTimeOffset? TakenAt(string revision);

    /// <summary>Whether a revision stood in this deployer's directory, was refused, and has made way for the one in use.</summary>
    bool IsLeft(string revision);

    /// <summary>Whether a revision is the one in use here.</summary>
    bool IsInUse(string revision);

    /// <summary>The serial of a revision; null where it has none, or is not known.</summary>
    long? SerialOf(string revision);
}
