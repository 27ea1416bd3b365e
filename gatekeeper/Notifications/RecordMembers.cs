using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gatekeeper.Notifications;

/// <summary>Takes members out of a record of the log. What is not there, or is of another type, is nothing.</summary>
internal static class RecordMembers
{
    /// <summary>A member at a path of names.</summary>
    public static JsonElement? Find(JsonElement record, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (record.ValueKind != JsonValueKind.Object || !record.TryGetProperty(name, out record))
            {
                return null;
            }
        }

        return record;
    }

    /// <summary>A text at a path of names; null where there is none, or an empty one.</summary>
    public static string? Text(JsonElement record, params ReadOnlySpan<string> path) =>
        Find(record, path) is { ValueKind: JsonValueKind.String } text && TextOf(text) is { Length: > 0 } found ? found : null;

    /// <summary>The texts of a list at a path of names.</summary>
    public static string[] Texts(JsonElement record, params ReadOnlySpan<string> path) => Find(record, path) is { ValueKind: JsonValueKind.Array } texts
        ? [.. texts.EnumerateArray().Where(text => text.ValueKind == JsonValueKind.String).Select(TextOf)]
        : [];

    /// <summary>Adds a text to what is told, where there is one.</summary>
    public static void AddText(this JsonObject data, string name, string? text)
    {
        if (text is not null)
        {
            data.Add(name, text);
        }
    }

    /// <summary>Adds a list to what is told, where there is anything in it.</summary>
    public static void AddTexts(this JsonObject data, string name, string[] texts)
    {
        if (texts.Length > 0)
        {
            data.Add(name, new JsonArray([.. texts.Select(text => JsonValue.Create(text))]));
        }
    }

    // Half a character is kept in the log as it came, but is no text; it is then told as it is written there.
    private static string TextOf(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return text.GetRawText().Trim('"');
        }
    }
}
