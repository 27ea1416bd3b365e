namespace Gateway.Hosting.Revisions;

/// <summary>Policies that were found and not taken into use.</summary>
/// <param name="Revision"><c>sha256:</c> and the digest of the files; null where they could not all be read.</param>
/// <param name="Time">When they were refused.</param>
/// <param name="Faults">What is wrong, a line each, <c>file:row:column: …</c> where a place is known; never empty.</param>
public sealed record RevisionRefusal(string? Revision, DateTimeOffset Time, IReadOnlyList<string> Faults);
