using System.Buffers;
using System.Globalization;
using Rego.Values;

namespace Rego.Builtins;

/// <summary>Base64 as strictly as Go has it: padding complete, line breaks skipped, nothing else beside the alphabet.</summary>
internal static class Base64Text
{
    private const int GroupLength = 4;

    private static readonly SearchValues<byte> StandardAlphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);
    private static readonly SearchValues<byte> UrlAlphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

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

        return TryDecode(text.Replace('-', '+').Replace('_', '/') + PaddingOf(text));
    }

    /// <summary>Why <see cref="TryDecode"/> refuses a text, in Go's words.</summary>
    internal static string ProblemOf(string text) => Problem(text, StandardAlphabet);

    /// <summary>Why <see cref="TryDecodeUrl"/> refuses a text, in Go's words.</summary>
    internal static string ProblemOfUrl(string text)
    {
        return !text.EndsWith('=') && text.Length % 4 == 1 ? $"illegal base64url string: {text}" : Problem(text + PaddingOf(text), UrlAlphabet);
    }

    /// <summary>What is left out behind a text, where it may be.</summary>
    private static string PaddingOf(string text) => text.EndsWith('=') ? string.Empty : (text.Length % 4) switch { 2 => "==", 3 => "=", _ => string.Empty };

    private static string Problem(string text, SearchValues<byte> alphabet) =>
        string.Create(CultureInfo.InvariantCulture, $"illegal base64 data at input byte {WrongAt(GoText.ToBytes(text), alphabet)}");

    /// <summary>
    /// The byte at which a reader of groups of four gives up: one that is foreign, padding in a wrong place or missing, or the begin of
    /// a group that is not complete.
    /// </summary>
    private static int WrongAt(byte[] text, SearchValues<byte> alphabet)
    {
        var inGroup = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is (byte)'\r' or (byte)'\n')
            {
                continue;
            }

            if (text[at] == '=')
            {
                return WrongFromPadding(text, at, inGroup);
            }

            if (!alphabet.Contains(text[at]))
            {
                return at;
            }

            inGroup = (inGroup + 1) % GroupLength;
        }

        return text.Length - inGroup;
    }

    private static int WrongFromPadding(byte[] text, int at, int inGroup)
    {
        if (inGroup < 2)
        {
            return at;
        }

        var next = AfterBreaks(text, at + 1);
        if (inGroup == 2)
        {
            if (next == text.Length || text[next] != '=')
            {
                return next == text.Length ? next : next - 1;
            }

            next = AfterBreaks(text, next + 1);
        }

        return next;
    }

    private static int AfterBreaks(byte[] text, int at)
    {
        while (at < text.Length && text[at] is (byte)'\r' or (byte)'\n')
        {
            at++;
        }

        return at;
    }

    /// <summary>A text in the alphabet for URLs.</summary>
    internal static string ToUrl(string text) => text.Replace('+', '-').Replace('/', '_');
}
