using System.Buffers;
using System.Globalization;
using System.Text;

namespace Rego.Values;

/// <summary>
/// Rego's strings are byte sequences; .NET's are UTF-16. A byte that is not UTF-8 is carried as a lone low surrogate U+DC80 … U+DCFF, so
/// that decoding and encoding again give the same bytes.
/// </summary>
internal static class GoText
{
    private const int EscapedByte = 0xDC00;

    /// <summary>The text of bytes, of which not all need be UTF-8.</summary>
    internal static string FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var consumed) == OperationStatus.Done)
            {
                text.Append(rune.ToString());
                bytes = bytes[consumed..];
            }
            else
            {
                text.Append((char)(EscapedByte + bytes[0]));
                bytes = bytes[1..];
            }
        }

        return text.ToString();
    }

    /// <summary>The bytes of a text.</summary>
    internal static byte[] ToBytes(string text)
    {
        if (!HasLoneSurrogate(text))
        {
            return Encoding.UTF8.GetBytes(text);
        }

        var bytes = new ArrayBufferWriter<byte>(text.Length);
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            rest = rest[WriteFirst(rest, bytes)..];
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>The number of characters: Unicode code points, and stray bytes.</summary>
    internal static int RuneCount(ReadOnlySpan<char> text)
    {
        var count = text.Length;
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsLowSurrogate(text[i]) && char.IsHighSurrogate(text[i - 1]))
            {
                count--;
            }
        }

        return count;
    }

    /// <summary>The length in chars of the character at <paramref name="index"/>: 1 or 2.</summary>
    internal static int RuneLength(ReadOnlySpan<char> text, int index) =>
        char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;

    /// <summary>The code point at <paramref name="index"/>; U+FFFD for a stray byte.</summary>
    internal static int RuneAt(ReadOnlySpan<char> text, int index) =>
        RuneLength(text, index) == 2 ? char.ConvertToUtf32(text[index], text[index + 1])
        : char.IsSurrogate(text[index]) ? 0xFFFD : text[index];

    /// <summary>The position in chars of the character number <paramref name="rune"/>; the length where there are fewer.</summary>
    internal static int IndexOfRune(ReadOnlySpan<char> text, long rune)
    {
        var at = 0;
        while (rune > 0 && at < text.Length)
        {
            at += RuneLength(text, at);
            rune--;
        }

        return at;
    }

    /// <summary>Appends a string literal as Go's <c>%q</c> spells it: printable characters as they are, the others escaped.</summary>
    internal static void AppendQuoted(StringBuilder text, string value, bool asciiOnly = false)
    {
        text.Append('"');
        for (var i = 0; i < value.Length; i += RuneLength(value, i))
        {
            AppendEscaped(text, value, i, asciiOnly, '"');
        }

        text.Append('"');
    }

    /// <summary>A string literal, as <see cref="AppendQuoted"/> spells it.</summary>
    internal static string Quote(string value, bool asciiOnly = false)
    {
        var text = new StringBuilder(value.Length + 2);
        AppendQuoted(text, value, asciiOnly);
        return text.ToString();
    }

    /// <summary>Appends one character as it stands in a literal delimited by <paramref name="quote"/>.</summary>
    internal static void AppendEscaped(StringBuilder text, string value, int index, bool asciiOnly, char quote)
    {
        var c = value[index];
        switch (c)
        {
            case '\\': text.Append("\\\\"); return;
            case '\a': text.Append("\\a"); return;
            case '\b': text.Append("\\b"); return;
            case '\f': text.Append("\\f"); return;
            case '\n': text.Append("\\n"); return;
            case '\r': text.Append("\\r"); return;
            case '\t': text.Append("\\t"); return;
            case '\v': text.Append("\\v"); return;
        }

        if (c == quote)
        {
            text.Append('\\').Append(c);
        }
        else if (c is >= ' ' and < (char)0x7F)
        {
            text.Append(c);
        }
        else
        {
            AppendOther(text, value, index, asciiOnly);
        }
    }

    /// <summary>Whether a character is printable in the sense of Go: letters, marks, numbers, punctuation, symbols and the space.</summary>
    internal static bool IsPrintable(int rune) => rune == ' ' || CharUnicodeInfo.GetUnicodeCategory(rune) is
        not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static void AppendOther(StringBuilder text, string value, int index, bool asciiOnly)
    {
        var c = value[index];
        var length = RuneLength(value, index);
        if (length == 1 && char.IsSurrogate(c))
        {
            text.Append(c is > (char)EscapedByte and < (char)(EscapedByte + 0x100) ? $"\\x{c - EscapedByte:x2}" : asciiOnly ? "\\ufffd" : "\uFFFD");
            return;
        }

        var rune = RuneAt(value, index);
        if (!asciiOnly && IsPrintable(rune))
        {
            text.Append(value, index, length);
        }
        else
        {
            text.Append(rune < 0x80 ? $"\\x{rune:x2}" : rune < 0x10000 ? $"\\u{rune:x4}" : $"\\U{rune:x8}");
        }
    }

    /// <summary>Whether a text has stray bytes.</summary>
    internal static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i += RuneLength(text, i))
        {
            if (char.IsSurrogate(text[i]) && RuneLength(text, i) == 1)
            {
                return true;
            }
        }

        return false;
    }

    private static int WriteFirst(ReadOnlySpan<char> text, ArrayBufferWriter<byte> bytes)
    {
        var length = RuneLength(text, 0);
        var c = text[0];
        if (length == 1 && c is >= (char)(EscapedByte + 0x80) and < (char)(EscapedByte + 0x100))
        {
            bytes.GetSpan(1)[0] = (byte)(c - EscapedByte);
            bytes.Advance(1);
            return 1;
        }

        var rune = new Rune(RuneAt(text, 0));
        bytes.Advance(rune.EncodeToUtf8(bytes.GetSpan(4)));
        return length;
    }
}
