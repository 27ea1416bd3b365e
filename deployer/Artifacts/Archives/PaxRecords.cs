using System.Globalization;

namespace Deployer.Artifacts.Archives;

/// <summary>The records of a pax extended header (POSIX.1-2001): <c>length key=value\n</c>.</summary>
internal sealed record PaxRecords(string? Path, string? LinkPath, long? Size)
{
    /// <summary>Reads the records. Keys that change nothing here (times, owners, comments) are passed over.</summary>
    /// <exception cref="UnsafeArchiveException">They are malformed, say something twice, or describe a sparse file.</exception>
    public static PaxRecords Parse(ReadOnlySpan<byte> data)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        while (!data.IsEmpty)
        {
            var record = Take(ref data);
            var equals = record.IndexOf((byte)'=');
            var key = equals > 0 ? TarHeader.Utf8(record[..equals]) : throw Malformed();
            if (key.StartsWith("GNU.sparse", StringComparison.Ordinal))
            {
                throw new UnsafeArchiveException("The archive holds a sparse file.");
            }

            if (key is "path" or "linkpath" or "size" && !values.TryAdd(key, TarHeader.Utf8(record[(equals + 1)..])))
            {
                throw new UnsafeArchiveException("An extended tar header says the same thing twice.");
            }
        }

        return new(values.GetValueOrDefault("path"), values.GetValueOrDefault("linkpath"), ParseSize(values.GetValueOrDefault("size")));
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> data)
    {
        var space = data.IndexOf((byte)' ');
        if (space is <= 0 or > 6
            || !int.TryParse(data[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || length <= space + 1 || length > data.Length || data[length - 1] != '\n')
        {
            throw Malformed();
        }

        var record = data[(space + 1)..(length - 1)];
        data = data[length..];
        return record;
    }

    private static long? ParseSize(string? text) => text is null ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : throw Malformed();

    private static UnsafeArchiveException Malformed() => new("An extended tar header is malformed.");
}
