using System.Globalization;
using System.Text;
using Gatectl.CommandLine;

namespace Gatectl.Policies;

/// <summary>A table as OPA draws it: titles in the middle, cells to the left.</summary>
/// <param name="titles">The columns; none for a table without a heading.</param>
internal sealed class TextTable(params IEnumerable<string> titles)
{
    private readonly string[] _titles = [.. titles.Select(TerminalText.Escape)];
    private readonly List<string[]> _rows = [];

    /// <value>The columns whose cells stand to the right.</value>
    internal IReadOnlySet<int> RightAligned { get; init; } = new HashSet<int>();

    internal TextTable Row(params IEnumerable<string> cells)
    {
        _rows.Add([.. cells.Select(PolicyText.EscapeLine)]);
        return this;
    }

    internal void Print(TextWriter output)
    {
        var widths = Enumerable.Range(0, _rows.Append(_titles).Max(row => row.Length))
            .Select(column => _rows.Append(_titles).Max(row => column < row.Length ? WidthOf(row[column]) : 0))
            .ToArray();
        output.WriteLine(Border('┌', '┬', '┐', widths));
        if (_titles.Length > 0)
        {
            output.WriteLine(Line(_titles.Select((title, column) => Center(title, widths[column]))));
            output.WriteLine(Border('├', '┼', '┤', widths));
        }

        foreach (var row in _rows)
        {
            output.WriteLine(Line(row.Select((cell, column) => Align(cell, column, widths[column]))));
        }

        output.WriteLine(Border('└', '┴', '┘', widths));
    }

    private string Align(string cell, int column, int width)
    {
        var blanks = new string(' ', width - WidthOf(cell));
        return RightAligned.Contains(column) ? blanks + cell : cell + blanks;
    }

    private static string Center(string text, int width)
    {
        var blanks = width - WidthOf(text);
        return new string(' ', blanks / 2) + text + new string(' ', blanks - (blanks / 2));
    }

    private static string Line(IEnumerable<string> cells) => $"│ {string.Join(" │ ", cells)} │";

    private static string Border(char left, char middle, char right, int[] widths) =>
        left + string.Join(middle, widths.Select(width => new string('─', width + 2))) + right;

    private static int WidthOf(string text) => text.EnumerateRunes().Sum(WidthOf);

    /// <summary>The columns that a character takes on a terminal.</summary>
    private static int WidthOf(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
        _ => IsWide(rune.Value) ? 2 : 1,
    };

    /// <summary>The blocks of the East Asian scripts, and of pictures.</summary>
    private static bool IsWide(int value) =>
        value is (>= 0x1100 and <= 0x115f) or (>= 0x2e80 and <= 0x303e) or (>= 0x3041 and <= 0x33ff) or (>= 0x3400 and <= 0x4dbf)
            or (>= 0x4e00 and <= 0x9fff) or (>= 0xa000 and <= 0xa4cf) or (>= 0xac00 and <= 0xd7a3) or (>= 0xf900 and <= 0xfaff)
            or (>= 0xfe30 and <= 0xfe6f) or (>= 0xff00 and <= 0xff60) or (>= 0xffe0 and <= 0xffe6) or (>= 0x1f300 and <= 0x1f64f)
            or (>= 0x1f680 and <= 0x1f6ff) or (>= 0x1f900 and <= 0x1f9ff) or (>= 0x20000 and <= 0x3fffd);
}
