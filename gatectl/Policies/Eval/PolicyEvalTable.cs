using Gatectl.CommandLine;
using Gatekeeper.Rego;

namespace Gatectl.Policies.Eval;

/// <summary>Results as a table: a column for each variable, and for each expression that is not one and has a value.</summary>
internal static class PolicyEvalTable
{
    private const int MaxCellCharacters = 160;

    internal static void Print(TextWriter output, CapturedQuery query, IReadOnlyList<RegoObject> results)
    {
        var variables = results.SelectMany(result => CapturedQuery.Variables(result).Keys.ToArray()).OfType<RegoString>().Select(name => name.Value).Distinct().Order(StringComparer.Ordinal);
        var columns = query.Expressions
            .Where(expression => expression.Variable is not null)
            .Select(expression => (Title: expression.Text, Value: (Func<RegoObject, RegoValue>)expression.ValueIn))
            .Concat(variables.Select(name => (Title: name, Value: (Func<RegoObject, RegoValue>)(result => result[name]))))
            .ToList();
        var rows = results.Select(result => columns.Select(column => Cell(column.Value(result))).ToArray()).ToList();
        var titles = columns.Select(column => TerminalText.Escape(column.Title)).ToArray();
        var widths = titles.Select((title, i) => rows.Select(row => row[i].Length).Append(title.Length).Max()).ToArray();

        output.WriteLine(Border('┌', '┬', '┐', widths));
        output.WriteLine(Line(titles.Select((title, i) => Center(title, widths[i]))));
        output.WriteLine(Border('├', '┼', '┤', widths));
        foreach (var row in rows)
        {
            output.WriteLine(Line(row.Select((cell, i) => cell.PadRight(widths[i]))));
        }

        output.WriteLine(Border('└', '┴', '┘', widths));
    }

    private static string Cell(RegoValue value)
    {
        var text = value.IsDefined ? value.ToJson() : string.Empty;
        return TerminalText.Escape(text.Length > MaxCellCharacters ? text[..MaxCellCharacters] + "..." : text);
    }

    private static string Center(string text, int width) => text.PadLeft(text.Length + ((width - text.Length) / 2)).PadRight(width);

    private static string Line(IEnumerable<string> cells) => $"│ {string.Join(" │ ", cells)} │";

    private static string Border(char left, char middle, char right, int[] widths) =>
        left + string.Join(middle, widths.Select(width => new string('─', width + 2))) + right;
}
