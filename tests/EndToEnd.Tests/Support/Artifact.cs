using System.Formats.Tar;
using System.IO.Compression;

namespace EndToEnd.Tests.Support;

/// <summary>Compares a directory with an artifact, byte for byte.</summary>
internal static class Artifact
{
    /// <summary>The artifact's files: path to content.</summary>
    public static SortedDictionary<string, byte[]> Read(string file)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        using var gzip = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var tar = new TarReader(gzip);
        while (tar.GetNextEntry(copyData: true) is { } entry)
        {
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            files[entry.Name] = content.ToArray();
        }

        return files;
    }

    /// <summary>Everything in a directory.</summary>
    public static SortedDictionary<string, byte[]> ReadDirectory(string directory)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            files[Path.GetRelativePath(directory, file)] = File.ReadAllBytes(file);
        }

        return files;
    }

    /// <summary>Asserts that the environment's current release is exactly that version of the sample application.</summary>
    public static void AssertLanded(DevProcess dev, string environment, string version)
    {
        var current = Path.Combine(dev.Target(environment), "current");
        var expected = Read(Path.Combine(dev.State, "artifacts", $"shop-{version}.tar.gz"));
        var actual = ReadDirectory(current);
        Assert.Multiple(() =>
        {
            Assert.That(new FileInfo(current).LinkTarget, Does.StartWith($"releases/{version}-"));
            Assert.That(actual.Keys, Is.EqualTo(expected.Keys));
            Assert.That(actual.Values, Is.EqualTo(expected.Values));
        });
    }
}
