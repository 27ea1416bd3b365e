using Gateway.Contract.Audit;

namespace Gateway.Hosting.Audit;

/// <summary>A log that was found to be right, open for appending.</summary>
internal sealed record RecoveredLog
{
    public required string Directory { get; init; }

    public required LogDisk Disk { get; init; }

    public required AppendFile Segment { get; init; }

    public required AppendFile LeafHashes { get; init; }

    public required AppendFile History { get; init; }

    /// <value>The tree of all records.</value>
    public required MerkleFrontier Tree { get; init; }

    /// <value>The tree as it was before the current segment.</value>
    public required MerkleFrontier SegmentStart { get; init; }

    /// <value>The size of the last checkpoint.</value>
    public required long SealedSize { get; init; }

    /// <value>The end that a crash tore off, or null.</value>
    public TornTail? TornTail { get; init; }
}
