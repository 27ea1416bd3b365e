using System.Text;

namespace Rego.Tooling.Reports;

/// <summary>Draws values below the places that they belong to: the rightmost first, each at the end of its line.</summary>
internal static class ShownValues
{
    internal static string Describe(List<ShownValue> values)
    {
        if (values.Exists(value => value.IsBehindTab) && values.Select(value => value.Location.Row).Distinct().Count() > 1)
        {
            // Where rows differ and hold tabs, nothing can be drawn below the right place.
            var listed = values.OrderBy(value => value.Title, StringComparer.Ordinal).Select(value => $"\n{value.Title}: {value.Text}");
            return "\n\nWhere:\n" + string.Concat(listed);
        }

        var sorted = values.OrderBy(value => value.Location.Column).ThenByDescending(value => value.Location.Row).ThenBy(value => value.Title, StringComparer.Ordinal).ToList();
        if (sorted.Count == 0)
        {
            return string.Empty;
        }

        var text = new StringBuilder().Append('\n');
        Draw(text, sorted, -1);
        for (var i = sorted.Count - 1; i >= 0; i--)
        {
            text.Append('\n');
            Draw(text, sorted, i);
        }

        return text.ToString();
    }

    /// <summary>One line: an arrow for each value up to the last, and that one itself; or arrows alone.</summary>
    private static void Draw(StringBuilder text, List<ShownValue> values, int last)
    {
        var count = last < 0 ? values.Count : last + 1;
        var drawn = 0;
        for (var i = 0; i < count; i++)
        {
            var value = values[i];
            var column = value.Location.Column;
            var isLast = i == count - 1;
            if (!isLast && column == values[i + 1].Location.Column)
            {
                continue;
            }

            for (var at = drawn + 1; at < column; at++)
            {
                text.Append(ShownValue.HasTab(value.Location, at) ? '\t' : ' ');
            }

            text.Append(isLast && last >= 0 ? Label(values, i) : "|");
            drawn = column;
        }
    }

    /// <summary>Where several values begin at one column, each has its name.</summary>
    private static string Label(List<ShownValue> values, int at)
    {
        var column = values[at].Location.Column;
        var isShared = (at > 0 && values[at - 1].Location.Column == column) || (at < values.Count - 1 && values[at + 1].Location.Column == column);
        return isShared ? $"{values[at].Title}: {values[at].Text}" : values[at].Text;
    }
}
