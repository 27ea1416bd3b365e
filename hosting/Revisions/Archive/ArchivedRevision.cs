namespace Gateway.Hosting.Revisions.Archive;

/// <summary>A revision whose files are kept: one that was in use, or one that was refused.</summary>
/// <param name="Revision"><c>sha256:</c> and the digest of the files.</param>
/// <param name="Serial">The serial of the manifest, where it gives one.</param>
/// <param name="Time">When it was first taken or refused.</param>
/// <param name="Faults">Why it was refused; empty where it was taken.</param>
/// <param name="Files">Its files, sorted by path.</param>
public sealed record ArchivedRevision(
    string Revision, long? Serial, DateTimeOffset Time, IReadOnlyList<string> Faults, IReadOnlyList<ArchivedFile> Files)
{
    /// <value>Whether it was in use.</value>
    public bool IsTaken => Faults.Count == 0;
}
