namespace Gateway.Hosting.Posix;

/// <summary>What the file system says about an open file or a path, links not followed.</summary>
/// <param name="Type">The file's type.</param>
/// <param name="Permissions">The low twelve bits of the mode.</param>
/// <param name="Owner">The owner's user id.</param>
/// <param name="Size">In bytes.</param>
public readonly record struct FileStatus(FileType Type, int Permissions, uint Owner, long Size);
