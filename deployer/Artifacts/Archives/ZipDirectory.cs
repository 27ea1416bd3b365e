using System.Text;

namespace Deployer.Artifacts.Archives;

/// <summary>
/// Reads a zip archive's central directory (PKWARE APPNOTE 6.3). Bounded before anything is allocated; encryption, several
/// disks, entries that overlap and anything before or after what the records describe are refused.
/// </summary>
internal static class ZipDirectory
{
    private const int RecordSize = 46;
    private const int LocalSize = 30;
    private const uint RecordSignature = 0x02014b50;
    private const uint LocalSignature = 0x04034b50;
    private const int SizesFollow = 8;
    private const int AllowedFlags = 0b1000_0000_1110;
    private const byte Unix = 3;
    private const byte MacOs = 19;

    /// <summary>Reads the records.</summary>
    /// <exception cref="UnsafeArchiveException">The archive is malformed or not allowed.</exception>
    public static List<ZipEntryRecord> Read(Stream file, ArchiveBudget budget, int maxEntries)
    {
        var end = ZipEnd.Read(file);
        if (end.Count > maxEntries || end.Size > Math.Min(int.MaxValue, end.Count * (RecordSize + (3L * ArchiveLimits.MaxPathBytes))))
        {
            throw new UnsafeArchiveException("The zip archive's directory is malformed or too large.");
        }

        var records = ReadRecords(ZipBytes.ReadAt(file, end.Offset, (int)end.Size), (int)end.Count, budget);
        CheckLocalHeaders(file, records, end.Offset);
        return records;
    }

    /// <summary>Where an entry's content begins.</summary>
    /// <exception cref="UnsafeArchiveException">The local header says something else than the directory.</exception>
    public static long ContentOffset(Stream file, ZipEntryRecord record)
    {
        var local = ZipBytes.ReadAt(file, record.Offset, LocalSize);
        var (nameLength, extraLength) = (ZipBytes.U16(local, 26), ZipBytes.U16(local, 28));
        var isSame = ZipBytes.U32(local, 0) == LocalSignature && ZipBytes.U16(local, 6) == record.Flags && ZipBytes.U16(local, 8) == record.Method && nameLength == record.Name.Length;
        var variable = isSame ? ZipBytes.ReadAt(file, record.Offset + LocalSize, nameLength + extraLength) : [];
        var hasSizes = (record.Flags & SizesFollow) == 0;
        return isSame && variable.AsSpan(0, nameLength).SequenceEqual(record.Name) && (!hasSizes || HasSizes(local, variable[nameLength..], record))
            ? record.Offset + LocalSize + nameLength + extraLength
            : throw new UnsafeArchiveException("The zip archive describes the entry in two ways.");
    }

    // Where one of the sizes is in the zip64 field, both are.
    private static bool HasSizes(byte[] local, byte[] extra, ZipEntryRecord record)
    {
        long packed = ZipBytes.U32(local, 18);
        long size = ZipBytes.U32(local, 22);
        if (packed == ZipBytes.Elsewhere || size == ZipBytes.Elsewhere)
        {
            var field = ZipBytes.FindZip64(extra);
            if (field.Length < 16)
            {
                return false;
            }

            size = size == ZipBytes.Elsewhere ? ZipBytes.S64(field, 0) : size;
            packed = packed == ZipBytes.Elsewhere ? ZipBytes.S64(field, 8) : packed;
        }

        return ZipBytes.U32(local, 14) == record.Crc && packed == record.PackedSize && size == record.Size;
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

        return position == data.Length ? records : throw ZipBytes.Malformed();
    }

    private static ZipEntryRecord ReadRecord(byte[] data, ref int position)
    {
        var at = position;
        if (data.Length - at < RecordSize || ZipBytes.U32(data, at) != RecordSignature)
        {
            throw ZipBytes.Malformed();
        }

        var (nameLength, extraLength) = (ZipBytes.U16(data, at + 28), ZipBytes.U16(data, at + 30));
        position = at + RecordSize + nameLength + extraLength + ZipBytes.U16(data, at + 32);
        if (position > data.Length || nameLength > ArchiveLimits.MaxPathBytes)
        {
            throw ZipBytes.Malformed();
        }

        var names = at + RecordSize;
        var record = new ZipEntryRecord
        {
            Name = data[names..(names + nameLength)],
            Flags = ZipBytes.U16(data, at + 8),
            Method = ZipBytes.U16(data, at + 10),
            Crc = ZipBytes.U32(data, at + 16),
            PackedSize = ZipBytes.U32(data, at + 20),
            Size = ZipBytes.U32(data, at + 24),
            IsUnix = data[at + 5] is Unix or MacOs,
            UnixMode = data[at + 5] is Unix or MacOs ? ZipBytes.U16(data, at + 40) : 0,
            Offset = ZipBytes.U32(data, at + 42),
        };
        record = WithZip64(record, data[(names + nameLength)..(names + nameLength + extraLength)]);
        return IsAllowed(record) ? record : throw new UnsafeArchiveException("The zip entry is encrypted, or packed in a way that is not allowed.").In(Encoding.UTF8.GetString(record.Name));
    }

    // The zip64 field has just those numbers, in this order, that have no room in the record itself.
    private static ZipEntryRecord WithZip64(ZipEntryRecord record, byte[] extra)
    {
        if (record.Size != ZipBytes.Elsewhere && record.PackedSize != ZipBytes.Elsewhere && record.Offset != ZipBytes.Elsewhere)
        {
            return record;
        }

        var field = ZipBytes.FindZip64(extra);
        var at = 0;
        long Take(long plain)
        {
            if (plain != ZipBytes.Elsewhere)
            {
                return plain;
            }

            at += 8;
            return at <= field.Length ? ZipBytes.S64(field, at - 8) : throw new UnsafeArchiveException("The zip entry's zip64 field is malformed.").In(Encoding.UTF8.GetString(record.Name));
        }

        return record with { Size = Take(record.Size), PackedSize = Take(record.PackedSize), Offset = Take(record.Offset) };
    }

    private static bool IsAllowed(ZipEntryRecord record) =>
        (record.Flags & ~AllowedFlags) == 0
        && record.Method is 0 or 8
        && record.PackedSize >= 0 && record.Size >= 0 && record.Offset >= 0
        && (record.Method == 8 || record.PackedSize == record.Size);

    // Entries that overlap unpack the same bytes many times over.
    private static void CheckLocalHeaders(Stream file, List<ZipEntryRecord> records, long directory)
    {
        long free = 0;
        foreach (var record in records.OrderBy(r => r.Offset))
        {
            try
            {
                var content = record.Offset >= free && record.Offset <= directory - LocalSize ? ContentOffset(file, record) : throw ZipBytes.Malformed();
                free = record.PackedSize <= directory - content ? content + record.PackedSize : throw ZipBytes.Malformed();
            }
            catch (UnsafeArchiveException e)
            {
                throw e.In(Encoding.UTF8.GetString(record.Name));
            }
        }
    }
}
