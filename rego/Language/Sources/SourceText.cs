using System.Buffers;
using System.Text;

namespace Rego.Sources;

/// <summary>
/// A file's bytes as text. A byte that is no UTF-8 becomes a lone surrogate that the lexer refuses at its place; valid text
/// never holds one.
/// </summary>
internal static class SourceText
{
    private const int InvalidByteBase = 0xDC00;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return DecodeInvalid(bytes);
        }
    }

    /// <summary>The length of the text's bytes.</summary>
    internal static int GetByteCount(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (!text.IsEmpty)
        {
            var isValid = Rune.DecodeFromUtf16(text, out var rune, out var width) == OperationStatus.Done;
            count += isValid ? rune.Utf8SequenceLength : 1;
            text = text[width..];
        }

        return count;
    }

    /// <summary>The text with U+FFFD for the bytes that are no UTF-8.</summary>
    internal static string ReplaceInvalid(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>The text as a terminal would show its bytes: U+FFFD for each broken sequence.</summary>
    internal static string ToDisplay(string text)
    {
        if (!text.Any(IsInvalidByte))
        {
            return text;
        }

        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var width);
            bytes.AddRange(IsInvalidByte(text[i]) ? [(byte)(text[i] - InvalidByteBase)] : Encoding.UTF8.GetBytes(rune.ToString()));
            i += width;
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static bool IsInvalidByte(char c) => c is >= (char)(InvalidByteBase + 0x80) and <= (char)(InvalidByteBase + 0xFF);

    private static string DecodeInvalid(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var width) == OperationStatus.Done)
            {
                text.Append(rune.ToString());
                bytes = bytes[width..];
            }
            else
            {
                text.Append((char)(InvalidByteBase + bytes[0]));
                bytes = bytes[1..];
            }
        }

        return text.ToString();
    }
}
