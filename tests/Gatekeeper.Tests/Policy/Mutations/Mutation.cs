using System.Text.Json.Nodes;

namespace Gatekeeper.Tests.Policy.Mutations;

/// <summary>One mistake in a document.</summary>
/// <param name="Path">Where: names and numbers from the root on.</param>
/// <param name="Mistake">What it is, in words.</param>
/// <param name="Make">Makes it: the holder of the place, the last part of the path, and what stands there.</param>
internal sealed record Mutation(object[] Path, string Mistake, Action<JsonNode, object, JsonNode?> Make)
{
    /// <summary>Makes the mistake in data that may have another already; false where the place is no longer there.</summary>
    internal bool TryApply(JsonObject data)
    {
        JsonNode? holder = data;
        foreach (var part in Path[..^1])
            holder = Step(holder, part);
        if (!IsThere(holder, Path[^1]))
            return false;
        try
        {
            Make(holder!, Path[^1], Step(holder, Path[^1])?.DeepClone());
            return true;
        }
        catch (InvalidOperationException)
        {
            // What stands there is of another type since the mistake before.
            return false;
        }
    }

    public override string ToString() => $"{string.Join('/', Path)}: {Mistake}";

    private static bool IsThere(JsonNode? holder, object key) => key switch
    {
        string name => holder is JsonObject entry && entry.ContainsKey(name),
        int index => holder is JsonArray list && index < list.Count,
        _ => false,
    };

    private static JsonNode? Step(JsonNode? node, object key) => IsThere(node, key) ? key is int index ? node![index] : node![(string)key] : null;
}
