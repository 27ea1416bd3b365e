using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Gatectl.Dev;

/// <summary>
/// The sample application, a small web page (its files lie in <c>examples/shop/site</c>), packed as a build would: the same version
/// gives the same bytes on every machine.
/// </summary>
internal static class SampleApplication
{
    public const string Name = "shop";

    public const string HealthFile = "healthz";

    private const string ResourcePrefix = "shop/";
    private const string VersionPlaceholder = "@VERSION@";

    public static IReadOnlyList<string> Versions { get; } = ["1.0.0", "1.1.0"];

    public static string FileName(string version) => $"{Name}-{version}.tar.gz";

    /// <summary>The files of one version: path to content.</summary>
    public static SortedDictionary<string, string> Files(string version)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var assembly = typeof(SampleApplication).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
            files[resource[ResourcePrefix.Length..].Replace('\\', '/')] = reader.ReadToEnd().Replace(VersionPlaceholder, version, StringComparison.Ordinal);
        }

        return files;
    }

    public static byte[] Pack(string version)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar))
        {
            foreach (var (path, content) in Files(version))
            {
                tar.WriteEntry(Entry(path, content));
            }
        }

        return packed.ToArray();
    }

    private static UstarTarEntry Entry(string path, string content) => new(TarEntryType.RegularFile, path)
    {
        DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)),
        ModificationTime = DateTimeOffset.UnixEpoch,
        Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
    };
}
