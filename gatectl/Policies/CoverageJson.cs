using System.Globalization;
using Rego.Tooling.Reports;

namespace Gatectl.Policies;

/// <summary>What was covered, as OPA's JSON.</summary>
internal static class CoverageJson
{
    internal static void Write(GoJsonWriter json, CoverageReport report)
    {
        json.StartObject().Name("files").StartObject();
        foreach (var (path, file) in report.Files)
        {
            Write(json.Name(path), file);
        }

        json.EndObject().Member("covered_lines", report.CoveredLines).Member("not_covered_lines", report.NotCoveredLines);
        json.Name("coverage").Raw(Percent(report.Percent)).EndObject();
    }

    /// <summary>One file; what is empty or zero is left out.</summary>
    private static void Write(GoJsonWriter json, FileCoverage file)
    {
        json.StartObject();
        WriteRanges(json, "covered", file.Covered);
        WriteRanges(json, "not_covered", file.NotCovered);
        WriteCount(json, "covered_lines", file.CoveredLines);
        WriteCount(json, "not_covered_lines", file.NotCoveredLines);
        if (file.Percent > 0)
        {
            json.Name("coverage").Raw(Percent(file.Percent));
        }

        json.EndObject();
    }

    private static void WriteRanges(GoJsonWriter json, string name, IReadOnlyList<CoverageRange> ranges)
    {
        if (ranges.Count == 0)
        {
            return;
        }

        json.Name(name).StartArray();
        foreach (var range in ranges)
        {
            json.StartObject();
            WritePlace(json, "start", range.StartRow, range.StartColumn);
            WritePlace(json, "end", range.EndRow, range.EndColumn);
            json.EndObject();
        }

        json.EndArray();
    }

    private static void WriteCount(GoJsonWriter json, string name, int count)
    {
        if (count > 0)
        {
            json.Member(name, count);
        }
    }

    private static void WritePlace(GoJsonWriter json, string name, int row, int column) =>
        json.Name(name).StartObject().Member("row", row).Member("col", column).EndObject();

    private static string Percent(double percent) => percent.ToString(CultureInfo.InvariantCulture);
}
