using System.Text.Json;

namespace Gateway.Contract.Audit;

/// <summary>Reads members of records. What is not there, or is of another type, is null or empty: a record is shown as far as it can be read.</summary>
internal static class RecordJson
{
    /// <value>How records are parsed.</value>
    internal static JsonDocumentOptions Options { get; } = new() { MaxDepth = LogRecordForm.MaxDepth };

    /// <summary>A member.</summary>
    internal static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    /// <summary>A member of a member.</summary>
    internal static JsonElement Child(JsonElement element, string name) => Member(element, name) ?? default;

    /// <summary>A member that is a text.</summary>
    internal static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? ReadText(text) : null;

    /// <summary>The texts of a member that is a list.</summary>
    internal static List<string> Texts(JsonElement element, string name) => TextsOrNull(element, name) ?? [];

    /// <summary>The texts of a member that is a list; null where it is none.</summary>
    internal static List<string>? TextsOrNull(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Array } texts
            ? [.. texts.EnumerateArray().Where(text => text.ValueKind == JsonValueKind.String).Select(ReadText)]
            : null;

    /// <summary>A member that is a boolean.</summary>
    internal static bool? Boolean(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value ? value.GetBoolean() : null;

    // A lone surrogate is kept in the log as it came, but is no text; it is then shown as it is written there.
    internal static string ReadText(JsonElement text)
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
