using System.IO.Compression;
using System.Text.Json;

namespace Gateway.Tests.Shared;

/// <summary>What real programs answered: the files under <c>tests/Recorded</c>, of which the large ones are compressed.</summary>
internal static class Recorded
{
    private const string Compressed = ".gz";

    /// <summary>A path below <c>tests/Recorded</c>.</summary>
    public static string PathTo(params string[] parts) => SourceTree.PathTo(["tests", "Recorded", .. parts]);

    /// <summary>The content of a file; <paramref name="path"/> does not say whether it is compressed.</summary>
    /// <exception cref="FileNotFoundException">There is neither the file nor its compressed form.</exception>
    public static byte[] ReadFile(string path)
    {
        if (!File.Exists(path + Compressed))
        {
            return File.ReadAllBytes(path);
        }

        using var file = new GZipStream(File.OpenRead(path + Compressed), CompressionMode.Decompress);
        using var content = new MemoryStream();
        file.CopyTo(content);
        return content.ToArray();
    }

    /// <summary>A file of JSON.</summary>
    public static JsonElement ReadJson(string path)
    {
        using var document = JsonDocument.Parse(ReadFile(path));
        return document.RootElement.Clone();
    }

    /// <summary>Whether a file is there, compressed or not.</summary>
    public static bool Exists(string path) => File.Exists(path) || File.Exists(path + Compressed);
}
