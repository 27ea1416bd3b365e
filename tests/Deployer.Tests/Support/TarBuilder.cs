using System.IO.Compression;
using System.Text;

namespace Deployer.Tests.Support;

/// <summary>Writes tar archives header by header, the malicious ones included.</summary>
internal sealed class TarBuilder
{
    private readonly MemoryStream _tar = new();

    public TarBuilder File(string name, string content = "content", int mode = 0x1a4) => Entry(name, '0', Encoding.UTF8.GetBytes(content), mode: mode);

    public TarBuilder DirectoryPath(string name) => Entry(name, '5', mode: 0x1ed);

    public TarBuilder Link(string name, string target) => Entry(name, '2', link: target);

    public TarBuilder Entry(string name, char type, byte[]? content = null, string link = "", int mode = 0x1a4, long? size = null) =>
        Entry(Encoding.UTF8.GetBytes(name), type, content, Encoding.UTF8.GetBytes(link), mode, size);

    public TarBuilder Entry(byte[] name, char type, byte[]? content = null, byte[]? link = null, int mode = 0x1a4, long? size = null)
    {
        var data = content ?? [];
        var header = new byte[512];
        name.AsSpan(0, Math.Min(name.Length, 100)).CopyTo(header);
        Octal(header.AsSpan(100, 8), mode);
        Octal(header.AsSpan(124, 12), size ?? data.Length);
        Octal(header.AsSpan(136, 12), 0);
        header[156] = (byte)type;
        (link ?? []).AsSpan().CopyTo(header.AsSpan(157, 100));
        "ustar\000"u8.CopyTo(header.AsSpan(257));
        header.AsSpan(148, 8).Fill((byte)' ');
        Octal(header.AsSpan(148, 7), header.Sum(b => b));
        return Raw(header).Raw(data).Raw(new byte[-data.Length & 511]);
    }

    public TarBuilder Pax(params (string Key, string Value)[] records) => Entry("pax", 'x', PaxRecords(records));

    public static byte[] PaxRecords(params (string Key, string Value)[] records) =>
        Encoding.UTF8.GetBytes(string.Concat(records.Select(r => PaxRecord(r.Key, r.Value))));

    public TarBuilder Raw(byte[] bytes)
    {
        _tar.Write(bytes);
        return this;
    }

    public byte[] ToBytes() => _tar.ToArray();

    public byte[] ToUnfinishedGzip() => Compress(_tar.ToArray());

    public byte[] ToGzip() => Compress([.. _tar.ToArray(), .. new byte[1024]]);

    public static byte[] Compress(byte[] tar)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(tar);
        }

        return packed.ToArray();
    }

    private static string PaxRecord(string key, string value)
    {
        var content = Encoding.UTF8.GetByteCount($" {key}={value}\n");
        var length = content + 1;
        while (length != content + length.ToString().Length)
        {
            length = content + length.ToString().Length;
        }

        return $"{length} {key}={value}\n";
    }

    private static void Octal(Span<byte> field, long value)
    {
        var digits = Convert.ToString(value, 8).PadLeft(field.Length - 1, '0');
        Encoding.ASCII.GetBytes(digits, field);
    }
}
