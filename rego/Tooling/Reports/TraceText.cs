using System.Globalization;
using System.Text;
using Rego.Printing;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Tracing;
using Rego.Values;

namespace Rego.Tooling.Reports;

/// <summary>Writes traces for people, as OPA does: a line for each event, indented by how deep it happened.</summary>
public static class TraceText
{
    private const int ColumnPadding = 4;
    private const int MaxValueBytes = 32;

    /// <summary>The cells of each line: the place, the event and, where wanted, the variables that the event mentions.</summary>
    /// <param name="trace">The events.</param>
    /// <param name="withVariables">Whether variables are shown.</param>
    /// <returns>For each event its cells; all but the last are padded to the widths of their columns.</returns>
    public static IReadOnlyList<IReadOnlyList<string>> Cells(IReadOnlyList<TraceEvent> trace, bool withVariables)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var depths = new Dictionary<long, int>();
        var files = TraceFileNames.Shorten(trace);
        var rows = trace.Select(traced => Row(traced, DepthOf(depths, traced), files, withVariables)).ToList();
        var widths = Enumerable.Range(0, withVariables ? 3 : 2).Select(column => rows.Count == 0 ? 0 : rows.Max(row => Encoding.UTF8.GetByteCount(row[column]))).ToArray();
        return [.. rows.Select(row => (IReadOnlyList<string>)[.. row.Select((cell, i) => i == row.Length - 1 ? cell : Pad(cell, widths[i] + ColumnPadding))])];
    }

    /// <summary>Writes the events, one a line.</summary>
    public static void Write(TextWriter output, IReadOnlyList<TraceEvent> trace, bool withVariables)
    {
        ArgumentNullException.ThrowIfNull(output);
        foreach (var row in Cells(trace, withVariables))
        {
            output.Write(string.Concat(row) + '\n');
        }
    }

    /// <summary>Cuts a text that is too long, as OPA does.</summary>
    internal static string Truncate(string text, int maxBytes)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length <= maxBytes ? text : Encoding.UTF8.GetString(bytes.AsSpan(0, maxBytes - 3)) + "...";
    }

    private static string[] Row(TraceEvent traced, int depth, IReadOnlyDictionary<string, string> files, bool withVariables) =>
        withVariables
            ? [Place(traced, files), Describe(traced, depth), Variables(traced)]
            : [Place(traced, files), Describe(traced, depth)];

    private static string Pad(string cell, int width)
    {
        var runes = cell.EnumerateRunes().Count();
        return cell + new string(' ', Math.Max(0, width - runes) + 1);
    }

    private static int DepthOf(Dictionary<long, int> depths, TraceEvent traced)
    {
        if (!depths.TryGetValue(traced.QueryId, out var depth))
        {
            depth = depths.GetValueOrDefault(traced.ParentId) + 1;
            depths[traced.QueryId] = depth;
        }

        return depth;
    }

    private static string Place(TraceEvent traced, IReadOnlyDictionary<string, string> files)
    {
        if (traced.Location.File is not { } file)
        {
            return string.Empty;
        }

        var name = file.Path.Length == 0 ? "query" : files[file.Path];
        return string.Create(CultureInfo.InvariantCulture, $"{name}:{traced.Location.Row}");
    }

    private static string Describe(TraceEvent traced, int depth)
    {
        var isOutside = traced.Operation == TraceOperation.Enter || (traced.Operation == TraceOperation.Redo && traced.Node is not Expression);
        var text = new StringBuilder().Insert(0, "| ", isOutside ? depth - 1 : depth).Append(traced.Operation).Append(' ');
        if (traced.Operation == TraceOperation.Note)
        {
            return text.Append(GoText.Quote(traced.Message)).ToString();
        }

        text.Append(traced.Node is Rule ? traced.RulePath : traced.Reference is { } rule ? TermPrinter.Print(rule) : Print(traced));
        return traced.Message.Length == 0 ? text.ToString() : text.Append(' ').Append(traced.Message).ToString();
    }

    private static string Print(TraceEvent traced)
    {
        var names = new TraceNames(traced.Variables);
        return traced.Node switch
        {
            Body body => TermPrinter.Print(names.Rewrite(body)),
            Expression expression => TermPrinter.Print(names.Rewrite(expression)),
            _ => string.Empty,
        };
    }

    private static string Variables(TraceEvent traced)
    {
        var shown = TraceMentions.Of(traced).OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key}: {Truncate(pair.Value.ToString(), MaxValueBytes)}");
        return "{" + string.Join(", ", shown) + "}";
    }
}
