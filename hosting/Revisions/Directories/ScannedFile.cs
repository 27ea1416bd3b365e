using Gateway.Hosting.Posix;

namespace Gateway.Hosting.Revisions.Directories;

/// <summary>A file of a revision as the directory showed it.</summary>
/// <param name="Path">Its path below the directory, with slashes.</param>
/// <param name="RealPath">Where it really stands, links followed.</param>
/// <param name="Status">What it was then.</param>
internal sealed record ScannedFile(string Path, string RealPath, FileStatus Status);
