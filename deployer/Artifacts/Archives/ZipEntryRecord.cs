namespace Deployer.Artifacts.Archives;

/// <summary>One entry as a zip archive's central directory has it.</summary>
internal sealed record ZipEntryRecord
{
    /// <value>The bytes of the name.</value>
    public required byte[] Name { get; init; }

    /// <value>General purpose flags.</value>
    public required int Flags { get; init; }

    /// <value>0 stored, 8 deflated.</value>
    public required int Method { get; init; }

    /// <value>CRC-32 of the content.</value>
    public required uint Crc { get; init; }

    /// <value>In bytes.</value>
    public required long PackedSize { get; init; }

    /// <value>In bytes.</value>
    public required long Size { get; init; }

    /// <value>Whether it was made on Unix, macOS included.</value>
    public required bool IsUnix { get; init; }

    /// <value>The Unix mode, 0 where the archive was not made on Unix.</value>
    public required int UnixMode { get; init; }

    /// <value>Where the local header begins.</value>
    public required long Offset { get; init; }
}
