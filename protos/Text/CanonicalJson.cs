using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Gateway.Contract.Text;

/// <summary>
/// JSON with one spelling a document: members in ordinal order of their names, each once, no white space, strings as
/// <see cref="AsciiJson"/> writes them, numbers as they stand.
/// </summary>
public static class CanonicalJson
{
    /// <summary>The deepest nesting.</summary>
    public const int MaxDepth = 32;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = MaxDepth };

    /// <summary>Writes a document in its one spelling.</summary>
    /// <param name="json">JSON in UTF-8, in any spelling.</param>
    /// <returns>The bytes; null where it is not JSON, has a member twice, is nested too deeply, or holds a string that is no text.</returns>
    public static byte[]? Rewrite(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            var target = new ArrayBufferWriter<byte>(json.Length + 1);
            Write(document.RootElement, target);
            return target.WrittenSpan.ToArray();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Malformed JSON, or a string that is no text (a lone surrogate, bytes that are not UTF-8).
            return null;
        }
    }

    private static void Write(JsonElement value, ArrayBufferWriter<byte> target)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value, target);
                break;
            case JsonValueKind.Array:
                WriteArray(value, target);
                break;
            case JsonValueKind.String:
                WriteString(value.GetString()!, target);
                break;
            default:
                // Numbers, true, false and null are plain ASCII.
                target.Write(Encoding.ASCII.GetBytes(value.GetRawText()));
                break;
        }
    }

    private static void WriteObject(JsonElement value, ArrayBufferWriter<byte> target)
    {
        var separator = "{"u8;
        foreach (var member in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
        {
            target.Write(separator);
            WriteString(member.Name, target);
            target.Write(":"u8);
            Write(member.Value, target);
            separator = ","u8;
        }

        target.Write(separator[0] == '{' ? "{}"u8 : "}"u8);
    }

    private static void WriteArray(JsonElement value, ArrayBufferWriter<byte> target)
    {
        var separator = "["u8;
        foreach (var item in value.EnumerateArray())
        {
            target.Write(separator);
            Write(item, target);
            separator = ","u8;
        }

        target.Write(separator[0] == '[' ? "[]"u8 : "]"u8);
    }

    private static void WriteString(string text, ArrayBufferWriter<byte> target) =>
        target.Advance(AsciiJson.WriteString(text, target.GetSpan((text.Length * AsciiJson.MaxBytesPerChar) + 2)));
}
