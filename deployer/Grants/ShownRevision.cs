namespace Deployer.Grants;

/// <summary>A policy revision as a grant names it.</summary>
/// <param name="Revision">Its name, <c>sha256:…</c>.</param>
/// <param name="Serial">The serial of its manifest, where it has one that this deployer knows.</param>
/// <param name="ActivatedAt">Since when a gatekeeper uses it, in seconds since the Unix epoch.</param>
/// <param name="ShownAt">When a grant named it last, to the minute, in seconds since the Unix epoch.</param>
internal sealed record ShownRevision(string Revision, long? Serial, long ActivatedAt, long ShownAt);
