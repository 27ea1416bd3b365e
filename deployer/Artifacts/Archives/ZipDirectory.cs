using System.Buffers.Binary;

namespace Deployer.Artifacts.Archives;

/// <summary>
/// Reads a zip archive's central directory (PKWARE APPNOTE 6.3). Bounded before anything is allocated; zip64, encryption,
/// several disks and anything before, between or after what the records describe are refused.
/// </summary>
internal static class ZipDirectory
{
    private const int EndSize = 22;
    private const int RecordSize = 46;
    private const int LocalSize = 30;
    private const uint EndSignature = 0x06054b50;
    private const uint RecordSignature = 0x02014b50;
    private const uint LocalSignature = 0x04034b50;
    private const int SizesFollow = 8;
    private const int AllowedFlags = 0b1000_0000_1110;

    /// <summary>Reads the records.</summary>
    /// <exception cref="UnsafeArchiveException">The archive is malformed or not allowed.</exception>
    public static List<ZipEntryRecord> Read(Stream file, ArchiveBudget budget, int maxEntries)
    {
        var end = ReadEnd(file);
        var count = U16(end, 10);
        long size = U32(end, 12);
        long offset = U32(end, 16);
        var isWhole = U16(end, 4) == 0 && U16(end, 6) == 0 && U16(end, 8) == count && offset + size == file.Length - end.Length;
        if (!isWhole || count == 0xffff || count > maxEntries || size > (long)count * (RecordSize + (3 * ArchiveLimits.MaxPathBytes)))
        {
            throw new UnsafeArchiveException("The zip archive's directory is malformed, too large or of a kind that is not allowed.");
        }

        var records = ReadRecords(ReadAt(file, offset, (int)size), count, budget);
        CheckLocalHeaders(file, records, offset);
        return records;
    }

    /// <summary>Where an entry's content begins.</summary>
    /// <exception cref="UnsafeArchiveException">The local header says something else than the directory.</exception>
    public static long ContentOffset(Stream file, ZipEntryRecord record)
    {
        var local = ReadAt(file, record.Offset, LocalSize);
        var nameLength = U16(local, 26);
        var isSame = U32(local, 0) == LocalSignature && U16(local, 6) == record.Flags && U16(local, 8) == record.Method && nameLength == record.Name.Length;
        var hasSizes = (record.Flags & SizesFollow) == 0;
        if (!isSame || (hasSizes && (U32(local, 14) != record.Crc || U32(local, 18) != record.PackedSize || U32(local, 22) != record.Size))
            || !ReadAt(file, record.Offset + LocalSize, nameLength).AsSpan().SequenceEqual(record.Name))
        {
            throw new UnsafeArchiveException("The zip archive describes an entry in two ways.");
        }

        return record.Offset + LocalSize + nameLength + U16(local, 28);
    }

    private static byte[] ReadEnd(Stream file)
    {
        var tail = (int)Math.Min(file.Length, EndSize + 0xffff);
        var data = ReadAt(file, file.Length - tail, tail);
        for (var i = tail - EndSize; i >= 0; i--)
        {
            if (U32(data, i) == EndSignature && U16(data, i + 20) == tail - i - EndSize)
            {
                return data[i..];
            }
        }

        throw new UnsafeArchiveException("The file is not a zip archive.");
    }

    private static List<ZipEntryRecord> ReadRecords(byte[] data, int count, ArchiveBudget budget)
    {
        var records = new List<ZipEntryRecord>(count);
        var position = 0;
        for (var i = 0; i < count; i++)
        {
            budget.CountEntry();
            records.Add(ReadRecord(data, ref position));
        }

        return position == data.Length ? records : throw Malformed();
    }

    private static ZipEntryRecord ReadRecord(byte[] data, ref int position)
    {
        var at = position;
        if (data.Length - at < RecordSize || U32(data, at) != RecordSignature)
        {
            throw Malformed();
        }

        var nameLength = U16(data, at + 28);
        position = at + RecordSize + nameLength + U16(data, at + 30) + U16(data, at + 32);
        if (position > data.Length || nameLength > ArchiveLimits.MaxPathBytes)
        {
            throw Malformed();
        }

        var record = new ZipEntryRecord
        {
            Name = data[(at + RecordSize)..(at + RecordSize + nameLength)],
            Flags = U16(data, at + 8),
            Method = U16(data, at + 10),
            Crc = U32(data, at + 16),
            PackedSize = U32(data, at + 20),
            Size = U32(data, at + 24),
            UnixMode = data[at + 5] == 3 ? U16(data, at + 40) : 0,
            Offset = U32(data, at + 42),
        };
        return IsAllowed(record) ? record : throw new UnsafeArchiveException("A zip entry is encrypted, zip64 or packed in a way that is not allowed.");
    }

    private static bool IsAllowed(ZipEntryRecord record) =>
        (record.Flags & ~AllowedFlags) == 0
        && record.Method is 0 or 8
        && record.PackedSize != 0xffffffff && record.Size != 0xffffffff && record.Offset != 0xffffffff
        && (record.Method == 8 || record.PackedSize == record.Size);

    // Entries that overlap unpack the same bytes many times over.
    private static void CheckLocalHeaders(Stream file, List<ZipEntryRecord> records, long directory)
    {
        long free = 0;
        foreach (var record in records.OrderBy(r => r.Offset))
        {
            var content = record.Offset >= free && record.Offset + LocalSize <= directory ? ContentOffset(file, record) : throw Malformed();
            free = content + record.PackedSize;
            if (free > directory)
            {
                throw Malformed();
            }
        }
    }

    private static byte[] ReadAt(Stream file, long offset, int count)
    {
        if (offset < 0 || offset + count > file.Length)
        {
            throw Malformed();
        }

        var data = new byte[count];
        file.Position = offset;
        file.ReadExactly(data);
        return data;
    }

    private static int U16(byte[] data, int at) => BinaryPrimitives.ReadUInt16LittleEndian(data.AsSpan(at));

    private static uint U32(byte[] data, int at) => BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(at));

    private static UnsafeArchiveException Malformed() => new("The zip archive is malformed.");
}
