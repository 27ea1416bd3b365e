using System.Buffers;
using System.Text;

namespace Gateway.Contract.Text;

/// <summary>
/// JSON strings in UTF-8 with one spelling a text: what shows itself (<see cref="VisibleText"/>) as it stands, everything else, quotes and
/// reverse solidus included, as <see cref="AsciiJson"/> writes it. A text written so stays on one line, and nothing in it moves, hides or
/// reorders what stands around it.
/// </summary>
public static class VisibleJson
{
    /// <summary>The most bytes that one UTF-16 code unit takes.</summary>
    public const int MaxBytesPerChar = AsciiJson.MaxBytesPerChar;

    /// <summary>Writes <paramref name="text"/> with its quotes.</summary>
    /// <param name="text">Any UTF-16, well-formed or not.</param>
    /// <param name="destination">At least <see cref="MaxBytesPerChar"/> bytes a character, and two.</param>
    /// <returns>How many bytes were written.</returns>
    public static int WriteString(ReadOnlySpan<char> text, Span<byte> destination)
    {
        destination[0] = (byte)'"';
        var position = 1;
        while (!text.IsEmpty)
        {
            // In ASCII both have the same spelling.
            var ascii = AsciiJson.PlainLength(text);
            position += Encoding.ASCII.GetBytes(text[..ascii], destination[position..]);
            text = text[ascii..];
            if (!text.IsEmpty)
            {
                position += WriteNext(ref text, destination[position..]);
            }
        }

        destination[position++] = (byte)'"';
        return position;
    }

    // At a lone surrogate as well, which is then written as the code unit that it is.
    private static int WriteNext(ref ReadOnlySpan<char> text, Span<byte> destination)
    {
        if (Rune.DecodeFromUtf16(text, out var rune, out var used) == OperationStatus.Done && !rune.IsAscii && VisibleText.Contains(rune))
        {
            text = text[used..];
            return rune.EncodeToUtf8(destination);
        }

        var written = AsciiJson.WriteEscape(text[0], destination);
        text = text[1..];
        return written;
    }
}
