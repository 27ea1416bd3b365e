namespace Gateway.Hosting.Posix;

/// <summary>One thing on the way along a path.</summary>
/// <param name="Path">Where it stands, all links before it followed.</param>
/// <param name="Status">What it is; a link is told as the link.</param>
/// <param name="IsEnd">Whether the path ends here, with what it names.</param>
/// <param name="Parent">The status of the directory that it stands in; its own at the root.</param>
internal readonly record struct PathStep(string Path, FileStatus Status, bool IsEnd, FileStatus Parent);
