using Rego.Sources;

namespace Rego.Formatting;

/// <summary>Rows within the text that a piece of syntax covers. Brackets are counted by their signs alone, also in strings and comments, as OPA does.</summary>
internal static class SourceRows
{
    /// <summary>A row that stands for "not found": above all others.</summary>
    internal const int None = -1;

    /// <summary>The row of the last character.</summary>
    internal static int Last(SourceLocation location) => location.Row + location.Text.Count('\n');

    /// <summary>The row of the last character that is not white space.</summary>
    internal static int LastWritten(SourceLocation location) => location.Row + location.Text.TrimEnd(" \t\r\n").Count('\n');

    /// <summary>The row of the sign that closes the first bracket.</summary>
    internal static int OfClosing(SourceLocation location, char open, char close) => OfClosing(location, open, close, 0, 0);

    /// <summary>As <see cref="OfClosing(SourceLocation, char, char)"/>, of the first bracket behind another pair, that of a head.</summary>
    internal static int OfClosingBehind(SourceLocation location, char headOpen, char headClose, char open, char close)
    {
        var start = SkipPair(location.Text, 0, headOpen, headClose, out var rows);
        return OfClosing(location, open, close, Math.Min(start, location.Length), rows);
    }

    private static int OfClosing(SourceLocation location, char open, char close, int start, int rows)
    {
        var text = location.Text;
        var first = text[start..].IndexOf(open);
        if (first < 0)
        {
            return None;
        }

        var end = SkipPair(text, start + first, open, close, out var inner);
        return end >= text.Length ? None : location.Row + rows + inner;
    }

    /// <summary>The index of the closing sign, or the text's length; rows before the opening sign do not count.</summary>
    private static int SkipPair(ReadOnlySpan<char> text, int start, char open, char close, out int rows)
    {
        rows = 0;
        var at = start + Math.Max(text[start..].IndexOf(open), 0);
        if (at >= text.Length || text[at] != open)
        {
            at = text.Length;
        }

        for (var depth = 1; depth > 0 && ++at < text.Length;)
        {
            var c = text[at];
            depth += c == open ? 1 : c == close ? -1 : 0;
            rows += c == '\n' ? 1 : 0;
        }

        return at;
    }
}
