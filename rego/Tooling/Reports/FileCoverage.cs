namespace Rego.Tooling.Reports;

/// <summary>What was evaluated of one file.</summary>
/// <param name="Covered">The heads of rules that gave a value, and the statements that were evaluated; sorted.</param>
/// <param name="NotCovered">Those that were not; sorted.</param>
public sealed record FileCoverage(IReadOnlyList<CoverageRange> Covered, IReadOnlyList<CoverageRange> NotCovered)
{
    /// <summary>How many lines hold something covered.</summary>
    public int CoveredLines => CountLines(Covered);

    /// <summary>How many lines hold something that is not covered.</summary>
    public int NotCoveredLines => CountLines(NotCovered);

    /// <summary>The share of lines that are covered, of 100; 0 where there are none.</summary>
    public double Percent => CoverageReport.PercentOf(CoveredLines, NotCoveredLines);

    private static int CountLines(IEnumerable<CoverageRange> ranges) =>
        ranges.SelectMany(range => Enumerable.Range(range.StartRow, range.EndRow - range.StartRow + 1)).Distinct().Count();
}
