namespace Gateway.Hosting.Revisions.Archive;

/// <summary>A file of a revision that is kept.</summary>
/// <param name="Path">Its path below the directory of policies, with slashes.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Digest">The SHA-256 of its content, 64 lower-case hexadecimal digits.</param>
public sealed record ArchivedFile(string Path, long Size, string Digest);
