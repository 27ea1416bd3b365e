using Gatectl.CommandLine;

namespace Gatectl.Gates;

/// <summary>Reads a caller's token from its file.</summary>
internal static class BearerToken
{
    private const int MaxBytes = 64 * 1024;

    public static string Read(string file)
    {
        string text;
        try
        {
            using var stream = File.OpenRead(file);
            var buffer = new byte[MaxBytes + 1];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            text = length > MaxBytes ? "" : System.Text.Encoding.Latin1.GetString(buffer, 0, length).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Usage($"the token file {file} cannot be read: {exception.Message}");
        }

        // A header value: visible ASCII only (RFC 6750, section 2.1).
        return text.Length > 0 && text.All(character => character is > ' ' and < '\u007f')
            ? text
            : throw CommandFailure.Usage($"{file} does not hold one token of at most {MaxBytes} bytes.");
    }
}
