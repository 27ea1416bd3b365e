using System.Text.Json;

namespace Gatectl.Tests.Live;

/// <summary>Compares JSON by value; numbers by their spelling.</summary>
internal static class JsonDifference
{
    /// <summary>The first place where our value is another one than the recorded one; null where there is none.</summary>
    internal static string? Of(JsonElement recorded, JsonElement ours, string path = "$")
    {
        if (recorded.ValueKind != ours.ValueKind)
        {
            return Describe(path, recorded, ours);
        }

        return recorded.ValueKind switch
        {
            JsonValueKind.Object => OfMembers(recorded, ours, path),
            JsonValueKind.Array => OfItems(recorded, ours, path),
            JsonValueKind.String => recorded.GetString() == ours.GetString() ? null : Describe(path, recorded, ours),
            _ => recorded.GetRawText() == ours.GetRawText() ? null : Describe(path, recorded, ours),
        };
    }

    private static string? OfMembers(JsonElement recorded, JsonElement ours, string path)
    {
        foreach (var member in recorded.EnumerateObject())
        {
            if (!ours.TryGetProperty(member.Name, out var value))
            {
                return $"{path}.{member.Name} is missing: {member.Value}";
            }

            if (Of(member.Value, value, $"{path}.{member.Name}") is { } difference)
            {
                return difference;
            }
        }

        return ours.EnumerateObject().Where(member => !recorded.TryGetProperty(member.Name, out _))
            .Select(member => $"{path}.{member.Name} is too much: {member.Value}").FirstOrDefault();
    }

    private static string? OfItems(JsonElement recorded, JsonElement ours, string path)
    {
        for (var i = 0; i < Math.Min(recorded.GetArrayLength(), ours.GetArrayLength()); i++)
        {
            if (Of(recorded[i], ours[i], $"{path}[{i}]") is { } difference)
            {
                return difference;
            }
        }

        return recorded.GetArrayLength() == ours.GetArrayLength() ? null : $"{path} has {ours.GetArrayLength()} items, OPA: {recorded.GetArrayLength()}";
    }

    private static string Describe(string path, JsonElement recorded, JsonElement ours) => $"{path}: ours {ours}, OPA {recorded}";
}
