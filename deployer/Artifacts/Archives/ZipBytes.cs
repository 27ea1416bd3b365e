using System.Buffers.Binary;

namespace Deployer.Artifacts.Archives;

/// <summary>Reads the numbers and fields of zip records.</summary>
internal static class ZipBytes
{
    /// <summary>What stands for a number that is in the zip64 field.</summary>
    public const uint Elsewhere = 0xffffffff;

    private const int Zip64Field = 1;
    private const int FieldHead = 4;

    /// <summary>A piece of the file.</summary>
    /// <exception cref="UnsafeArchiveException">It is not in the file.</exception>
    public static byte[] ReadAt(Stream file, long offset, int count)
    {
        if (offset < 0 || offset > file.Length - count)
        {
            throw Malformed();
        }

        var data = new byte[count];
        file.Position = offset;
        file.ReadExactly(data);
        return data;
    }

    /// <summary>The zip64 field among an entry's extra fields; empty where there is none, or they are malformed.</summary>
    public static byte[] FindZip64(byte[] extra)
    {
        for (var at = 0; at + FieldHead <= extra.Length;)
        {
            var (id, size) = (U16(extra, at), U16(extra, at + 2));
            at += FieldHead;
            if (id == Zip64Field && at + size <= extra.Length)
            {
                return extra[at..(at + size)];
            }

            at += size;
        }

        return [];
    }

    /// <summary>Two bytes.</summary>
    public static int U16(byte[] data, int at) => BinaryPrimitives.ReadUInt16LittleEndian(data.AsSpan(at));

    /// <summary>Four bytes.</summary>
    public static uint U32(byte[] data, int at) => BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(at));

    /// <summary>Eight bytes; negative where they are more than any file has.</summary>
    public static long S64(byte[] data, int at) => BinaryPrimitives.ReadInt64LittleEndian(data.AsSpan(at));

    /// <summary>What is said of an archive that contradicts itself.</summary>
    public static UnsafeArchiveException Malformed() => new("The zip archive is malformed.");
}
