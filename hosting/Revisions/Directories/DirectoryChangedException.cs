namespace Gateway.Hosting.Revisions.Directories;

/// <summary>A directory changed while it was read: what was read stood there at no one moment.</summary>
internal sealed class DirectoryChangedException(string path) : Exception($"{path} changed while it was read.");
