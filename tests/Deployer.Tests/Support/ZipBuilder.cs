using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Deployer.Tests.Support;

/// <summary>Writes zip archives record by record, the malicious ones included.</summary>
internal sealed class ZipBuilder
{
    private readonly MemoryStream _file = new();
    private readonly MemoryStream _directory = new();
    private int _count;

    /// <summary>The system that it says it was made on: 3 is Unix, 19 macOS.</summary>
    public byte MadeBy { get; init; } = 3;

    public ZipBuilder File(string name, string content = "content", int mode = 0x81a4) => Entry(name, Encoding.UTF8.GetBytes(content), mode);

    public ZipBuilder DirectoryPath(string name) => Entry(name, [], 0x41ed);

    public ZipBuilder Link(string name, string target) => Entry(name, Encoding.UTF8.GetBytes(target), 0xa1ff);

    public ZipBuilder Entry(
        string name, byte[] content, int mode, string? localName = null, uint? crc = null, uint? size = null, int flags = 0, int method = 8, uint? offset = null)
    {
        var data = method == 8 ? Deflate(content) : content;
        var header = new byte[26];
        BinaryPrimitives.WriteUInt16LittleEndian(header, 20);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(2), (ushort)flags);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(4), (ushort)method);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(10), crc ?? Crc32.HashToUInt32(content));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(14), (uint)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(18), size ?? (uint)content.Length);
        var central = Encoding.UTF8.GetBytes(name);
        var local = Encoding.UTF8.GetBytes(localName ?? name);
        var at = offset ?? (uint)_file.Length;

        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(22), (ushort)local.Length);
        _file.Write([0x50, 0x4b, 3, 4, .. header, .. local, .. data]);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(22), (ushort)central.Length);
        var tail = new byte[14];
        BinaryPrimitives.WriteUInt32LittleEndian(tail.AsSpan(6), (uint)mode << 16);
        BinaryPrimitives.WriteUInt32LittleEndian(tail.AsSpan(10), at);
        _directory.Write([0x50, 0x4b, 1, 2, 20, MadeBy, .. header, .. tail, .. central]);
        _count++;
        return this;
    }

    public byte[] ToArray(int? count = null, byte[]? before = null, byte[]? after = null)
    {
        var end = new byte[18];
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(4), (ushort)(count ?? _count));
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(6), (ushort)(count ?? _count));
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(8), (uint)_directory.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(12), (uint)_file.Length);
        return [.. before ?? [], .. _file.ToArray(), .. _directory.ToArray(), 0x50, 0x4b, 5, 6, .. end, .. after ?? []];
    }

    private static byte[] Deflate(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal))
        {
            deflate.Write(content);
        }

        return packed.ToArray();
    }
}
