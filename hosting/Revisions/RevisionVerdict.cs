namespace Gateway.Hosting.Revisions;

/// <summary>What the gate would say of a directory of policies.</summary>
/// <param name="Revision"><c>sha256:</c> and the digest of the files; null where they could not all be read.</param>
/// <param name="Faults">Why both programs would refuse it, a line each; empty where both would take it.</param>
public sealed record RevisionVerdict(string? Revision, IReadOnlyList<string> Faults);
