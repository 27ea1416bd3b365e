using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Gateway.Contract.Text;

/// <summary>
/// JSON strings in pure ASCII with one spelling a text: printable ASCII as it stands, everything else (control characters, quotes,
/// line and paragraph separators, bidirectional controls, lone surrogates) as <c>\u</c> and four lower-case hexadecimal digits.
/// A text written so stays on one line and shows itself in any terminal.
/// </summary>
public static class AsciiJson
{
    /// <summary>The most bytes that one character takes.</summary>
    public const int MaxBytesPerChar = 6;

    private static readonly SearchValues<char> Plain = SearchValues.Create(
        " !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    /// <summary>Whether <paramref name="text"/> needs no escape.</summary>
    public static bool IsPlain(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Plain);

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
            var plain = text.IndexOfAnyExcept(Plain);
            var run = plain < 0 ? text.Length : plain;
            position += Encoding.ASCII.GetBytes(text[..run], destination[position..]);
            if (plain >= 0)
            {
                position += WriteEscape(text[plain], destination[position..]);
                run++;
            }

            text = text[run..];
        }

        destination[position++] = (byte)'"';
        return position;
    }

    /// <summary>How many characters at the beginning of <paramref name="text"/> need no escape.</summary>
    internal static int PlainLength(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(Plain) is >= 0 and var length ? length : text.Length;

    /// <summary>Writes one code unit as an escape.</summary>
    internal static int WriteEscape(char c, Span<byte> destination)
    {
        destination[0] = (byte)'\\';
        destination[1] = (byte)'u';
        _ = Utf8Formatter.TryFormat((ushort)c, destination[2..], out var written, new StandardFormat('x', 4));
        return 2 + written;
    }
}
