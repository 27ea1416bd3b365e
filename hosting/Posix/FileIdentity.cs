namespace Gateway.Hosting.Posix;

/// <summary>Which file it is, and whether anyone wrote to it since.</summary>
/// <param name="Device">The device, major number above minor.</param>
/// <param name="Inode">The inode.</param>
/// <param name="Size">The length in bytes.</param>
/// <param name="ChangeTime">When content or metadata changed last.</param>
/// <param name="ModifyTime">When content changed last.</param>
internal readonly record struct FileIdentity(
    ulong Device, ulong Inode, long Size, (long Seconds, uint Nanoseconds) ChangeTime, (long Seconds, uint Nanoseconds) ModifyTime)
{
    /// <summary>Whether both are the same file of the same length, whatever their times say.</summary>
    public bool IsSameFile(FileIdentity other) => Device == other.Device && Inode == other.Inode && Size == other.Size;
}
