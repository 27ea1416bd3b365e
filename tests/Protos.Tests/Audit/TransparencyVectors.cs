using System.Text.Json;

namespace Protos.Tests.Audit;

/// <summary>Vectors computed by independent implementations, where they are at hand.</summary>
internal static class TransparencyVectors
{
    public static JsonElement Load()
    {
        string? path = Candidates().FirstOrDefault(File.Exists);
        if (path is null)
        {
            Assert.Ignore("No vectors: set TRANSPARENCY_VECTORS to the folder that holds vectors.json.");
        }

        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }

    public static byte[][] Leaves(JsonElement vectors) =>
        [.. vectors.GetProperty("leaves_base64").EnumerateArray().Select(leaf => leaf.GetBytesFromBase64())];

    public static byte[][] Proof(JsonElement item) => [.. item.GetProperty("proof").EnumerateArray().Select(hash => hash.GetBytesFromBase64())];

    public static byte[] Root(JsonElement vectors, long size) =>
        Convert.FromHexString(vectors.GetProperty("roots").EnumerateArray().Single(root => root.GetProperty("size").GetInt64() == size).GetProperty("root_hex").GetString()!);

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("TRANSPARENCY_VECTORS") is { Length: > 0 } folder)
        {
            yield return Path.Combine(folder, "vectors.json");
            yield break;
        }

        yield return SourceTree.PathTo("..", "shared", "transparency", "vectors.json");
    }
}
