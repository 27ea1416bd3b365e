namespace Gatekeeper.Rego.Builtins;

/// <summary>Base64 as strictly as Go has it: padding complete, line breaks skipped, nothing else beside the alphabet.</summary>
internal static class Base64Text
{
    private static readonly System.Buffers.SearchValues<char> UrlAlphabet =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=\r\n");

    /// <summary>The bytes of a text in the standard alphabet; null where it is none.</summary>
    internal static byte[]? TryDecode(string text)
    {
        if (text.AsSpan().ContainsAny('\r', '\n'))
        {
            text = text.Replace("\r", string.Empty, StringComparison.Ordinal).Replace("\n", string.Empty, StringComparison.Ordinal);
        }

        // The framework skips blanks; Go does not.
        var bytes = new byte[text.Length / 4 * 3];
        return text.Length % 4 == 0 && !text.AsSpan().ContainsAny(' ', '\t') && Convert.TryFromBase64String(text, bytes, out var count)
            ? bytes[..count]
            : null;
    }

    /// <summary>The bytes of a text in the alphabet for URLs, with or without padding; null where it is none.</summary>
    internal static byte[]? TryDecodeUrl(string text)
    {
        if (text.AsSpan().ContainsAny('+', '/'))
        {
            return null;
        }

        var padding = text.EndsWith('=') ? string.Empty : (text.Length % 4) switch { 2 => "==", 3 => "=", _ => string.Empty };
        return TryDecode(text.Replace('-', '+').Replace('_', '/') + padding);
    }

    /// <summary>Why <see cref="TryDecodeUrl"/> refuses a text, in Go's words.</summary>
    internal static string ProblemOfUrl(string text)
    {
        if (!text.EndsWith('=') && text.Length % 4 == 1)
        {
            return $"illegal base64url string: {text}";
        }

        var at = text.AsSpan().IndexOfAnyExcept(UrlAlphabet);
        return $"illegal base64 data at input byte {(at < 0 ? text.Length : at)}";
    }

    /// <summary>A text in the alphabet for URLs.</summary>
    internal static string ToUrl(string text) => text.Replace('+', '-').Replace('/', '_');
}
