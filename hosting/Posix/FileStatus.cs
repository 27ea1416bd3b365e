namespace Gateway.Hosting.Posix;

/// <summary>What the file system says about an open file or a path, links not followed.</summary>
/// <param name="Type">The file's type.</param>
/// <param name="Permissions">The low twelve bits of the mode.</param>
/// <param name="Owner">The owner's user id.</param>
/// <param name="Group">The group's id.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Device">The device, major number above minor.</param>
/// <param name="Inode">The inode.</param>
/// <param name="Modified">When the content changed last, in nanoseconds since the Unix epoch.</param>
/// <param name="Changed">When content or metadata changed last, in nanoseconds since the Unix epoch; no program can set it.</param>
public readonly record struct FileStatus(
    FileType Type, int Permissions, uint Owner, uint Group, long Size, ulong Device, ulong Inode, long Modified, long Changed)
{
    /// <summary>Whether both are the same file of the same length, whatever their times say.</summary>
    public bool IsSameFile(FileStatus other) => Device == other.Device && Inode == other.Inode && Size == other.Size;
}
