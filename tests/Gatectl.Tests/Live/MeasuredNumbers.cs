using System.Text.RegularExpressions;

namespace Gatectl.Tests.Live;

/// <summary>Takes what is measured, and so differs from run to run, out of a text.</summary>
internal static partial class MeasuredNumbers
{
    /// <summary>Masks numbers of metrics, in JSON and in tables, and takes the widths of tables away.</summary>
    internal static string Mask(string text) => string.Join('\n', MaskLines(text.Split('\n')));

    /// <summary>Masks the durations of tests, in JSON and as text.</summary>
    internal static string MaskDurations(string text) => DurationMember().Replace(DurationText().Replace(text, "(<duration>)"), "\"duration\": \"<duration>\"");

    /// <summary>Sorts the rows of a profile's table by their places, as they are recorded: their order follows from measured times.</summary>
    internal static string SortProfile(string text)
    {
        var lines = text.Split('\n');
        var isRow = Array.ConvertAll(lines, line => ProfileRow().IsMatch(line));
        var rows = new Queue<string>(lines.Where((_, at) => isRow[at]).Order(StringComparer.Ordinal));
        return string.Join('\n', lines.Select((line, at) => isRow[at] ? rows.Dequeue() : line));
    }

    private static IEnumerable<string> MaskLines(string[] lines)
    {
        var isMetrics = false;
        foreach (var line in lines)
        {
            isMetrics = isMetrics ? line is not "  }" and not "  }," : line is "  \"metrics\": {" or "  \"aggregated_metrics\": {";
            if (line is ['│', ..] or ['┌' or '├' or '└', ..])
            {
                yield return Cell().Replace(Blanks().Replace(Border().Replace(line, "─"), " "), "│ <number> ");
            }
            else
            {
                yield return isMetrics || line.TrimStart().StartsWith("\"total_time_ns\"", StringComparison.Ordinal) ? Member().Replace(line, "\"<number>\"") : line;
            }
        }
    }

    [GeneratedRegex(@"\(\d[\d.hmµn]*s\)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DurationText();

    [GeneratedRegex("\"duration\": \\d+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DurationMember();

    [GeneratedRegex("^(│ <number> ){4,}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ProfileRow();

    [GeneratedRegex("─+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Border();

    [GeneratedRegex(" +", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"│ -?\d[\d.e+]*(ns|µs|ms|s)? (?=│)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Cell();

    [GeneratedRegex(@"(?<=: )-?\d[\d.e+]*(?=,?$)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Member();
}
