namespace Deployer.Artifacts.Archives;

/// <summary>One entry, with its name as the archive has it.</summary>
internal sealed record ArchiveEntry
{
    /// <value>The name, unchecked.</value>
    public required string Name { get; init; }

    /// <value>The type.</value>
    public required ArchiveEntryType Type { get; init; }

    /// <value>Whether its owner may execute it; all other mode bits are dropped.</value>
    public bool IsExecutable { get; init; }

    /// <value>A file's size, and so how much its content is, in bytes.</value>
    public long Size { get; init; }

    /// <value>A link's target, unchecked; otherwise empty.</value>
    public string LinkTarget { get; init; } = "";

    /// <value>A file's content; to be read to its end before the next entry.</value>
    public Stream Content { get; init; } = Stream.Null;
}
