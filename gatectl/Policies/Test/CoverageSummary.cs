using System.Globalization;
using System.Text;
using Rego.Tooling.Reports;

namespace Gatectl.Policies.Test;

/// <summary>Says that too little was covered.</summary>
internal static class CoverageSummary
{
    /// <summary>The share and the threshold; where wanted, the rows that were not covered.</summary>
    internal static string Describe(CoverageReport report, double threshold, bool listsRows)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Code coverage threshold not met: got {report.Percent:F2} instead of {threshold:F2}");
        if (!listsRows || report.Files.Count == 0)
        {
            return text.ToString();
        }

        text.Append("\nLines not covered:");
        foreach (var (path, file) in report.Files)
        {
            foreach (var (first, last) in Spans(file.NotCovered))
            {
                text.Append(CultureInfo.InvariantCulture, $"\n\t{path}:{first}").Append(first == last ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"-{last}"));
            }
        }

        return text.ToString();
    }

    /// <summary>Rows that follow one another, in one.</summary>
    private static List<(int First, int Last)> Spans(IEnumerable<CoverageRange> ranges)
    {
        var spans = new List<(int First, int Last)>();
        foreach (var row in ranges.SelectMany(range => Enumerable.Range(range.StartRow, range.EndRow - range.StartRow + 1)).Distinct().Order())
        {
            if (spans.Count > 0 && spans[^1].Last == row - 1)
            {
                spans[^1] = (spans[^1].First, row);
            }
            else
            {
                spans.Add((row, row));
            }
        }

        return spans;
    }
}
