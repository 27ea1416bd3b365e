using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Hosting.Notifications;

/// <summary>
/// An event as it is posted: CloudEvents 1.0 in the structured mode of JSON. Always the same bytes for the same event, and never more than
/// a bound: texts that are too long end with an ellipsis, and of lists that are too long a member beside them says how many entries are left out.
/// </summary>
internal static class EventBody
{
    /// <summary>The most bytes of a body.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>The media type, without its parameter.</summary>
    public const string MediaType = "application/cloudevents+json";

    private const string Cut = "…";
    private const string Omitted = "_omitted";

    private static readonly EventBounds[] Bounds = [new(2000, 50), new(500, 20), new(100, 5), new(40, 1)];

    /// <summary>The <c>source</c> of a program's events: its log's origin, which is a host and a path without a scheme, as a reference to there.</summary>
    public static string SourceOf(string origin) => "//" + string.Join('/', origin.Split('/').Select(Uri.EscapeDataString));

    /// <summary>Writes the body.</summary>
    /// <exception cref="InvalidOperationException">It is too long, however much is left out.</exception>
    public static byte[] Write(Notification notification, string source)
    {
        foreach (var bounds in Bounds)
        {
            var buffer = new ArrayBufferWriter<byte>(1024);
            using (var writer = new Utf8JsonWriter(buffer))
            {
                WriteEvent(writer, notification, source, bounds);
            }

            if (buffer.WrittenCount <= MaxBytes)
            {
                return buffer.WrittenSpan.ToArray();
            }
        }

        throw new InvalidOperationException($"An event of type {notification.Type} cannot be told in {MaxBytes} bytes.");
    }

    private static void WriteEvent(Utf8JsonWriter writer, Notification notification, string source, EventBounds bounds)
    {
        writer.WriteStartObject();
        writer.WriteString("specversion", "1.0");
        writer.WriteString("id", notification.Id);
        writer.WriteString("source", source);
        writer.WriteString("type", notification.Type);
        if (notification.Subject is { } subject)
        {
            writer.WriteString("subject", subject);
        }

        writer.WriteString("time", Notification.TimeOf(notification.Time));
        writer.WriteString("datacontenttype", "application/json");
        writer.WritePropertyName("data");
        WriteValue(writer, notification.Data, bounds);
        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, JsonNode? value, EventBounds bounds)
    {
        switch (value)
        {
            case JsonObject members:
                WriteMembers(writer, members, bounds);
                break;
            case JsonArray items:
                writer.WriteStartArray();
                foreach (var item in items.Take(bounds.Items))
                {
                    WriteValue(writer, item, bounds);
                }

                writer.WriteEndArray();
                break;
            case JsonValue text when text.GetValueKind() == JsonValueKind.String:
                writer.WriteStringValue(Shorten(text.GetValue<string>(), bounds.TextLength));
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static void WriteMembers(Utf8JsonWriter writer, JsonObject members, EventBounds bounds)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            WriteValue(writer, value, bounds);
            if (value is JsonArray items && items.Count > bounds.Items)
            {
                writer.WriteNumber(name + Omitted, items.Count - bounds.Items);
            }
        }

        writer.WriteEndObject();
    }

    // No character is cut in two; one that is half a character already is told as unknown by the writer.
    private static string Shorten(string text, int length) =>
        text.Length <= length ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[length - 1]) ? length - 1 : length), Cut);
}
