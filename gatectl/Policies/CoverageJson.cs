using System.Text.Json.Nodes;
using Gatekeeper.Rego;

namespace Gatectl.Policies;

/// <summary>What was covered, as OPA's JSON.</summary>
internal static class CoverageJson
{
    internal static JsonObject Of(CoverageReport report)
    {
        var files = new JsonObject();
        foreach (var (path, file) in report.Files)
        {
            files[path] = Of(file);
        }

        return new JsonObject
        {
            ["files"] = files,
            ["covered_lines"] = report.CoveredLines,
            ["not_covered_lines"] = report.NotCoveredLines,
            ["coverage"] = report.Percent,
        };
    }

    /// <summary>One file; what is empty or zero is left out.</summary>
    private static JsonObject Of(FileCoverage file)
    {
        var described = new JsonObject();
        AddRanges(described, "covered", file.Covered);
        AddRanges(described, "not_covered", file.NotCovered);
        AddCount(described, "covered_lines", file.CoveredLines);
        AddCount(described, "not_covered_lines", file.NotCoveredLines);
        if (file.Percent > 0)
        {
            described["coverage"] = file.Percent;
        }

        return described;
    }

    private static void AddRanges(JsonObject described, string name, IReadOnlyList<CoverageRange> ranges)
    {
        if (ranges.Count > 0)
        {
            described[name] = new JsonArray([.. ranges.Select(Of)]);
        }
    }

    private static void AddCount(JsonObject described, string name, int count)
    {
        if (count > 0)
        {
            described[name] = count;
        }
    }

    private static JsonObject Of(CoverageRange range) => new()
    {
        ["start"] = Place(range.StartRow, range.StartColumn),
        ["end"] = Place(range.EndRow, range.EndColumn),
    };

    private static JsonObject Place(int row, int column) => new() { ["row"] = row, ["col"] = column };
}
