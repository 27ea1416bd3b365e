using Gateway.Contract.Audit;

namespace Gateway.Hosting.Audit;

/// <summary>A log that was found to be right, open for appending.</summary>
internal sealed record RecoveredLog
{
    public required string Directory { get; init; }

    public required LogDisk Disk { get; init; }

    public required AppendFile Segment { get; init; }

    /// <value>The first records of all segments.</value>
    public required IReadOnlyList<long> SegmentStarts { get; init; }

    public required AppendFile LeafHashes { get; init; }

    public required CheckpointKeeper History { get; init; }

    /// <value>What is known of the log outside its directory.</value>
    public required SealedMark Mark { get; init; }

    /// <value>The tree of all records.</value>
    public required MerkleFrontier Tree { get; init; }

    /// <value>The tree as it was before the current segment.</value>
    public required MerkleFrontier SegmentStart { get; init; }

    /// <value>The size of the last checkpoint.</value>
    public required long SealedSize { get; init; }

    /// <value>What a crash tore off or left behind.</value>
    public required IReadOnlyList<TornTail> TornTails { get; init; }
}
