using Gatectl.CommandLine;

namespace Gatectl.Gates;

/// <summary>Reads a caller's token from where it is kept.</summary>
internal static class BearerToken
{
    /// <value>Much more than a gate takes: what is longer is no token.</value>
    public const int MaxBytes = 64 * 1024;

    /// <value>The longest token that a gate can be configured to take, in characters.</value>
    private const int MaxLength = 16 * 1024;

    private const string TooLong = "TOKEN_TOO_LONG";

    /// <summary>The token in a file.</summary>
    /// <exception cref="CommandFailure">The file cannot be read, or holds no token, or one that no gate takes.</exception>
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

        return Parse(text) ?? throw CommandFailure.Usage($"{file} does not hold one token: {WhatIsWrong(text)}.");
    }

    /// <summary>Why a text that <see cref="Parse"/> takes no token from has none.</summary>
    public static string WhatIsWrong(string text) =>
        text.Trim() is not { Length: > 0 } found ? "there is nothing in it"
        : text.Length > MaxBytes ? $"it is longer than {MaxBytes} bytes"
        : found.Any(char.IsWhiteSpace) ? "there is a blank or a line break inside; valid is the token alone, without Bearer before it"
        : "there is a character inside that no token has";

    /// <summary>The token in a text that holds nothing else but blanks around it; <c>null</c> where there is none.</summary>
    /// <exception cref="CommandFailure">It is longer than any gate takes: told here, as beyond what a gate reads of a call it is not answered at all.</exception>
    public static string? Parse(string text)
    {
        // A header value: visible ASCII only (RFC 6750, section 2.1).
        var token = text.Trim();
        if (text.Length > MaxBytes || token.Length == 0 || !token.All(character => character is > ' ' and < '\u007f'))
        {
            return null;
        }

        return token.Length <= MaxLength ? token : throw new CommandFailure(ExitCode.Unauthenticated, $"the token has {token.Length} characters, and a gate takes at most {MaxLength}.")
        {
            Reason = TooLong,
            Advice = ReasonAdvice.Of(TooLong),
        };
    }
}
