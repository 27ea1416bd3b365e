namespace Rego.Tooling.Reports;

/// <summary>What evaluations reached of the modules of a policy.</summary>
/// <param name="Files">The files by path, sorted.</param>
public sealed record CoverageReport(IReadOnlyDictionary<string, FileCoverage> Files)
{
    /// <summary>How many lines hold something covered.</summary>
    public int CoveredLines => Files.Values.Sum(file => file.CoveredLines);

    /// <summary>How many lines hold something that is not covered.</summary>
    public int NotCoveredLines => Files.Values.Sum(file => file.NotCoveredLines);

    /// <summary>The share of lines that are covered, of 100; 0 where there are none.</summary>
    public double Percent => PercentOf(CoveredLines, NotCoveredLines);

    internal static double PercentOf(int covered, int notCovered) => covered + notCovered == 0 ? 0 : 100.0 * covered / (covered + notCovered);
}
