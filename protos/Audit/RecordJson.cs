using System.Text.Json;

namespace Gateway.Contract.Audit;

/// <summary>Reads members of records. What is not there, or is of another type, is null.</summary>
internal static class RecordJson
{
    /// <summary>A member of an object.</summary>
    public static JsonElement? MemberOf(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var value) ? value : null;

    /// <summary>A member that is a text.</summary>
    public static string? TextOf(JsonElement? element, string name) =>
        MemberOf(element, name) is { ValueKind: JsonValueKind.String } text ? ReadText(text) : null;

    /// <summary>Whether a member is exactly <c>true</c>.</summary>
    public static bool IsTrue(JsonElement? element, string name) => MemberOf(element, name) is { ValueKind: JsonValueKind.True };

    /// <summary>A text. A lone surrogate is kept in the log as it came, but is no text; it is then shown as it is written there.</summary>
    public static string ReadText(JsonElement text)
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
