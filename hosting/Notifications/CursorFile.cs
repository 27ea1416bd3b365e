using System.Text.Json;
using Gateway.Hosting.Posix;

namespace Gateway.Hosting.Notifications;

/// <summary>The file of one webhook's cursor: replaced in one step, and durable before anything counts on it.</summary>
internal sealed class CursorFile(string path)
{
    private const int MaxBytes = 4096;
    private const string PositionKey = "position";
    private const string GivenUpKey = "given_up";

    /// <summary>Reads it; null where there is none yet.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public WebhookCursor? Read()
    {
        if (ReadBytes() is not { } content)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(content);
            var cursor = new WebhookCursor(NumberOf(document, PositionKey), NumberOf(document, GivenUpKey));
            return cursor is { Position: >= 0, GivenUp: >= 0 } ? cursor : throw new InvalidDataException("It holds a number below zero.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    private byte[]? ReadBytes()
    {
        try
        {
            using var file = PosixFiles.OpenRegular(path);
            if (file is null)
            {
                return null;
            }

            var content = new byte[Math.Min(file.Length, MaxBytes)];
            file.ReadExactly(content);
            return content;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"how far it was told cannot be read from {path}: {e.Message}", e);
        }
    }

    /// <summary>Writes it.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Write(WebhookCursor cursor) =>
        PrivateFile.Write(path, JsonSerializer.Serialize(new Dictionary<string, long> { [PositionKey] = cursor.Position, [GivenUpKey] = cursor.GivenUp }), durable: true);

    private static long NumberOf(JsonDocument document, string key) => document.RootElement.GetProperty(key).GetInt64();
}
