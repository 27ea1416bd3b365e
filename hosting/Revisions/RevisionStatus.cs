namespace Gateway.Hosting.Revisions;

/// <summary>Which policies one program decides with, and what stands against newer ones.</summary>
/// <param name="Revision"><c>sha256:</c> and the digest of the files in use.</param>
/// <param name="Serial">The serial of the manifest, where it gives one.</param>
/// <param name="ActivatedAt">Since when they are in use.</param>
/// <param name="Refused">The policies in the directory now, where they are not in use; null where they are.</param>
public sealed record RevisionStatus(string Revision, long? Serial, DateTimeOffset ActivatedAt, RevisionRefusal? Refused);
