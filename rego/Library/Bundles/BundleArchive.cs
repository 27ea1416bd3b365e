using System.Formats.Tar;
using System.IO.Compression;
using Rego.Loading;

namespace Rego.Bundles;

/// <summary>Reads bundles that are gzipped tar archives, within bounds on what they unpack to.</summary>
internal static class BundleArchive
{
    internal static List<BundleFile> Read(string path, PolicyDirectoryOptions options)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            return Read(stream, options);
        }
        catch (InvalidDataException failure)
        {
            throw new IOException("bundle read failed: archive read failed: gzip: invalid header", failure);
        }
        catch (Exception failure) when (failure is EndOfStreamException or FormatException)
        {
            throw new IOException("bundle read failed: unexpected EOF", failure);
        }
    }

    private static List<BundleFile> Read(Stream stream, PolicyDirectoryOptions options)
    {
        using var unzipped = new GZipStream(stream, CompressionMode.Decompress);
        using var archive = new TarReader(unzipped);
        var files = new List<BundleFile>();
        var total = 0L;
        while (archive.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
            {
                continue;
            }

            var name = (entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name).TrimStart('/');
            total += entry.Length;
            if (files.Count >= options.MaxFiles || total > options.MaxTotalBytes || entry.Length > options.MaxDataBytes)
            {
                throw new IOException($"bundle read failed: more than {options.MaxFiles} files or {options.MaxTotalBytes} bytes");
            }

            files.Add(new BundleFile(name, "/" + name, ReadEntry(entry)));
        }

        return files;
    }

    private static byte[] ReadEntry(TarEntry entry)
    {
        var bytes = new byte[entry.Length];
        entry.DataStream?.ReadExactly(bytes);
        return bytes;
    }
}
