using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Contract.Audit;

/// <summary>
/// Where a closed segment has a decision's id: pairs of the id's hash and the line's offset, ordered by the hash, behind the segment's length.
/// Derived, and proves nothing; where it is not of the segment as it is, the segment is read.
/// </summary>
public sealed class DecisionIndex
{
    private const string Prefix = "index-";
    private const int HeadSize = 24;
    private const int EntrySize = 16;

    private readonly List<(ulong Hash, long Offset)> _entries = [];

    private static ReadOnlySpan<byte> Magic => "gateidx1"u8;

    private static ReadOnlySpan<byte> Label => "\"decision_id\":\""u8;

    /// <summary>The index's file of a segment.</summary>
    public static string PathOf(LogSegment segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        return Path.Combine(Path.GetDirectoryName(segment.Path)!, Prefix + LogLayout.StartName(segment.FirstSequence)[LogLayout.StartPrefix.Length..]);
    }

    /// <summary>Takes up a line's ids.</summary>
    public void Add(ReadOnlySpan<byte> line, long offset)
    {
        for (var rest = line; rest.IndexOf(Label) is >= 0 and var at;)
        {
            rest = rest[(at + Label.Length)..];
            var end = rest.IndexOf((byte)'"');
            if (end > 0)
            {
                _entries.Add((HashOf(rest[..end]), offset));
            }
        }
    }

    /// <summary>The file's content.</summary>
    /// <param name="segmentLength">The segment's length, in bytes.</param>
    public byte[] ToBytes(long segmentLength)
    {
        _entries.Sort();
        var bytes = new byte[HeadSize + (_entries.Count * EntrySize)];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), segmentLength);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), _entries.Count);
        for (var i = 0; i < _entries.Count; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(HeadSize + (i * EntrySize)), _entries[i].Hash);
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(HeadSize + (i * EntrySize) + 8), _entries[i].Offset);
        }

        return bytes;
    }

    /// <summary>Whether a segment has an index of its length.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public static bool Exists(LogSegment segment)
    {
        using var index = TryOpen(segment, out _);
        return index is not null;
    }

    /// <summary>Where lines begin that may have the id, ascending; null where the segment has no index of its length.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public static IReadOnlyList<long>? Find(LogSegment segment, ReadOnlySpan<byte> id)
    {
        using var index = TryOpen(segment, out var count);
        if (index is null)
        {
            return null;
        }

        var hash = HashOf(id);
        var low = LowerBound(index, count, hash);
        var offsets = new List<long>();
        for (; low < count && Read(index, low) is var entry && entry.Hash == hash; low++)
        {
            offsets.Add(entry.Offset);
        }

        return offsets;
    }

    private static long LowerBound(SafeFileHandle index, long count, ulong hash)
    {
        var (low, high) = (0L, count);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = Read(index, middle).Hash < hash ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static SafeFileHandle? TryOpen(LogSegment segment, out long count)
    {
        count = 0;
        var path = PathOf(segment);
        if (!File.Exists(path))
        {
            return null;
        }

        var index = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> head = stackalloc byte[HeadSize];
        if (RandomAccess.Read(index, head, 0) == HeadSize && head.StartsWith(Magic) && BinaryPrimitives.ReadInt64LittleEndian(head[8..]) == new FileInfo(segment.Path).Length
            && BinaryPrimitives.ReadInt64LittleEndian(head[16..]) is var entries && RandomAccess.GetLength(index) == HeadSize + (entries * EntrySize))
        {
            count = entries;
            return index;
        }

        index.Dispose();
        return null;
    }

    private static (ulong Hash, long Offset) Read(SafeFileHandle index, long entry)
    {
        Span<byte> bytes = stackalloc byte[EntrySize];
        return RandomAccess.Read(index, bytes, HeadSize + (entry * EntrySize)) == EntrySize
            ? (BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]))
            : throw new IOException("An index of decisions ended while it was read.");
    }

    private static ulong HashOf(ReadOnlySpan<byte> id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(id, hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }
}
