using Gatectl.CommandLine;

namespace Gatectl.Policies;

/// <summary>Tables as OPA draws them: titles centred, cells to the left.</summary>
internal static class PolicyTable
{
    internal static void Print(TextWriter output, string[] titles, IEnumerable<string[]> rows)
    {
        var cells = rows.Select(row => row.Select(TerminalText.Escape).ToArray()).ToList();
        var widths = titles.Select((title, i) => cells.Select(row => WidthOf(row[i])).Append(WidthOf(title)).Max()).ToArray();
        output.WriteLine(Border('┌', '┬', '┐', widths));
        output.WriteLine(Line(titles.Select((title, i) => Center(title, widths[i]))));
        output.WriteLine(Border('├', '┼', '┤', widths));
        foreach (var row in cells)
        {
            output.WriteLine(Line(row.Select((cell, i) => cell + new string(' ', widths[i] - WidthOf(cell)))));
        }

        output.WriteLine(Border('└', '┴', '┘', widths));
    }

    private static int WidthOf(string text) => text.EnumerateRunes().Count();

    private static string Center(string text, int width) => text.PadLeft(text.Length + ((width - text.Length) / 2)).PadRight(width);

    private static string Line(IEnumerable<string> cells) => $"│ {string.Join(" │ ", cells)} │";

    private static string Border(char left, char middle, char right, int[] widths) =>
        left + string.Join(middle, widths.Select(width => new string('─', width + 2))) + right;
}
