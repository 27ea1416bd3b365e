using Gateway.Contract.Audit;
using Gateway.Hosting.Posix;

namespace Gateway.Hosting.Audit;

/// <summary>
/// What to do after a failed sync: the kernel may have dropped the pages and call them clean, so that a second sync would succeed and mean
/// nothing. The segment is proven first; then what was not known to be durable is written again in place and synced.
/// </summary>
internal sealed class SyncRepair(long durableLength)
{
    private const int MaxBytes = 512 * 1024 * 1024;

    private long _durableLength = durableLength;

    /// <value>Whether a sync failed since the last repair.</value>
    public bool IsNeeded { get; set; }

    /// <summary>Notes that the segment is durable up to <paramref name="durableLength"/>.</summary>
    public void NoteDurable(long durableLength) => _durableLength = durableLength;

    /// <summary>Repairs the segment.</summary>
    /// <exception cref="IOException">It could not be repaired.</exception>
    public void Run(AppendFile segment, MerkleFrontier segmentStart, MerkleFrontier tree)
    {
        SegmentProof.Require(segment, segmentStart, tree);
        var content = ReadBack(segment);
        using (var file = File.OpenHandle(segment.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            RandomAccess.Write(file, content, _durableLength);
            DurableFiles.SyncData(file, segment.Path);
        }

        segment.Accept();
        _durableLength = segment.Length;
        IsNeeded = false;
    }

    private byte[] ReadBack(AppendFile segment)
    {
        var length = segment.Length - _durableLength;
        if (length > MaxBytes)
        {
            throw new IOException($"{segment.Path}: {length} bytes after a failed sync are too many to be written again");
        }

        var content = new byte[length];
        using var file = File.OpenHandle(segment.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return RandomAccess.Read(file, content, _durableLength) == length
            ? content
            : throw new IOException($"{segment.Path} could not be read back after a failed sync");
    }
}
