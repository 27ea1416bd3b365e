using System.Text.Json;

namespace Protos.Tests.Audit;

/// <summary>Vectors that independent implementations computed.</summary>
internal static class TransparencyVectors
{
    public static JsonElement Load() => Recorded.ReadJson(Recorded.PathTo("transparency", "vectors.json"));

    public static byte[][] Leaves(JsonElement vectors) =>
        [.. vectors.GetProperty("leaves_base64").EnumerateArray().Select(leaf => leaf.GetBytesFromBase64())];

    public static byte[][] Proof(JsonElement item) => [.. item.GetProperty("proof").EnumerateArray().Select(hash => hash.GetBytesFromBase64())];

    public static byte[] Root(JsonElement vectors, long size) =>
        Convert.FromHexString(vectors.GetProperty("roots").EnumerateArray().Single(root => root.GetProperty("size").GetInt64() == size).GetProperty("root_hex").GetString()!);
}
