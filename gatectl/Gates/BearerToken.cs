using Gatectl.CommandLine;

namespace Gatectl.Gates;

/// <summary>Reads a caller's token from where it is kept.</summary>
internal static class BearerToken
{
    /// <value>More than a gate takes: what is longer is no token.</value>
    public const int MaxBytes = 64 * 1024;

    public static string Read(string file)
    {
        string text;
        try
        {
            using var stream = File.OpenRead(file);
            var buffer = new byte[MaxBytes + 1];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            text = System.Text.Encoding.Latin1.GetString(buffer, 0, length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Usage($"the token file {file} cannot be read: {exception.Message}");
        }

        return Parse(text) ?? throw CommandFailure.Usage($"{file} does not hold one token of at most {MaxBytes} bytes.");
    }

    /// <summary>The token in a text that holds nothing else but blanks around it; <c>null</c> where there is none.</summary>
    public static string? Parse(string text)
    {
        // A header value: visible ASCII only (RFC 6750, section 2.1).
        var token = text.Trim();
        return text.Length <= MaxBytes && token.Length > 0 && token.All(character => character is > ' ' and < '\u007f') ? token : null;
    }
}
