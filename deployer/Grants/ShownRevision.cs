namespace Deployer.Grants;

/// <summary>A policy revision as a grant names it.</summary>
/// <param name="Revision">Its name, <c>sha256:…</c>.</param>
/// <param name="Serial">The serial of its manifest, where it has one that this deployer knows.</param>
/// <param name="ActivatedAt">Since when a gatekeeper uses it, in seconds since the Unix epoch.</param>
internal sealed record ShownRevision(string Revision, long? Serial, long ActivatedAt)
{
    /// <summary>Whether it is older than another: by the serials where both have one, which no clock can confuse, else by the times.</summary>
    public bool IsOlderThan(ShownRevision other) =>
        Revision != other.Revision && (Serial is { } mine && other.Serial is { } theirs ? mine < theirs : ActivatedAt < other.ActivatedAt);

    /// <summary>Whether it takes the place of another as the newest one.</summary>
    public bool Replaces(ShownRevision other) => Revision == other.Revision ? ActivatedAt > other.ActivatedAt : !IsOlderThan(other);
}
