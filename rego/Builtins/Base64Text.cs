namespace Gatekeeper.Rego.Builtins;

/// <summary>Base64 as strictly as Go has it: padding complete, line breaks skipped, nothing else beside the alphabet.</summary>
internal static class Base64Text
{
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

    /// <summary>A text in the alphabet for URLs.</summary>
    internal static string ToUrl(string text) => text.Replace('+', '-').Replace('/', '_');
}
