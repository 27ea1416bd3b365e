using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Rego.Values;

/// <summary>JSON in and out, without a document in between.</summary>
public static class RegoJson
{
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 100_000,
        SkipValidation = true,
    };

    /// <summary>Reads one JSON value.</summary>
    /// <exception cref="JsonException">The text is not JSON, holds a name twice, or is beyond the limits.</exception>
    public static RegoValue Parse(ReadOnlySpan<byte> utf8, RegoJsonLimits? limits = null)
    {
        limits ??= RegoJsonLimits.Default;
        if (utf8.Length > limits.MaxBytes)
        {
            throw new JsonException($"the JSON text has {utf8.Length} bytes; at most {limits.MaxBytes} are accepted");
        }

        try
        {
            return Read(utf8, limits);
        }
        catch (JsonException failure) when (failure.LineNumber is not null && JsonMistake.In(utf8) is { } mistake)
        {
            throw new JsonException(mistake, failure);
        }
    }

    /// <summary>Reads one JSON value.</summary>
    /// <exception cref="JsonException">As the other overload.</exception>
    public static RegoValue Parse(string text, RegoJsonLimits? limits = null) => Parse(Encoding.UTF8.GetBytes(text), limits);

    /// <summary>Writes a value as UTF-8 JSON.</summary>
    public static byte[] ToUtf8(RegoValue value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        WriteTo(buffer, value);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes a value as UTF-8 JSON into a buffer.</summary>
    public static void WriteTo(IBufferWriter<byte> buffer, RegoValue value)
    {
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        value.WriteJson(writer);
    }

    private static RegoValue Read(ReadOnlySpan<byte> utf8, RegoJsonLimits limits)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = limits.MaxDepth });
        reader.Read();
        var value = RegoJsonReader.ReadValue(ref reader, limits.AllowDuplicateNames, utf8.Length);
        return reader.Read() ? throw new JsonException("there is more after the JSON value") : value;
    }

    internal static string ToText(RegoValue value) => Encoding.UTF8.GetString(ToUtf8(value));

    internal static string KeyText(RegoValue key) => key is RegoString text ? text.Value : key.ToJson();
}
