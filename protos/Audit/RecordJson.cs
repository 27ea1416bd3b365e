using System.Globalization;
using System.Text.Json;

namespace Gateway.Contract.Audit;

/// <summary>Reads members of records. What is not there, or is of another type, is null or empty: a record is shown as far as it can be read.</summary>
public static class RecordJson
{
    /// <value>How records are parsed.</value>
    public static JsonDocumentOptions Options { get; } = new() { MaxDepth = LogRecordForm.MaxDepth };

    /// <summary>A member.</summary>
    public static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    /// <summary>A member of a member.</summary>
    public static JsonElement Child(JsonElement element, string name) => Member(element, name) ?? default;

    /// <summary>A member that is a text.</summary>
    public static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? ReadText(text) : null;

    /// <summary>The texts of a member that is a list.</summary>
    public static IReadOnlyList<string> Texts(JsonElement element, string name) => TextsOrNull(element, name) ?? [];

    /// <summary>The texts of a member that is a list; null where it is none.</summary>
    internal static IReadOnlyList<string>? TextsOrNull(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Array } texts
            ? [.. texts.EnumerateArray().Where(text => text.ValueKind == JsonValueKind.String).Select(ReadText)]
            : null;

    /// <summary>A member that is a boolean.</summary>
    public static bool? Boolean(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value ? value.GetBoolean() : null;

    /// <summary>When a record was made; null where it does not say.</summary>
    public static DateTimeOffset? TimeOf(JsonElement record) =>
        DateTimeOffset.TryParse(Text(record, "timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

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
