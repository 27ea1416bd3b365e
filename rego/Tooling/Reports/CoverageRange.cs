using Rego.Sources;

namespace Rego.Tooling.Reports;

/// <summary>A piece of a file, from its first character to behind its last one; rows and columns count from 1.</summary>
/// <param name="StartRow">The first row.</param>
/// <param name="StartColumn">The first column.</param>
/// <param name="EndRow">The last row.</param>
/// <param name="EndColumn">The column behind the last.</param>
public readonly record struct CoverageRange(int StartRow, int StartColumn, int EndRow, int EndColumn)
{
    /// <summary>By the beginning, then by the end.</summary>
    internal static Comparer<CoverageRange> Order { get; } = Comparer<CoverageRange>.Create((left, right) =>
        (left.StartRow, left.StartColumn, left.EndRow, left.EndColumn).CompareTo((right.StartRow, right.StartColumn, right.EndRow, right.EndColumn)));

    /// <summary>Whether another piece lies within this one.</summary>
    internal bool Contains(CoverageRange other) =>
        (StartRow, StartColumn).CompareTo((other.StartRow, other.StartColumn)) <= 0 && (EndRow, EndColumn).CompareTo((other.EndRow, other.EndColumn)) >= 0;

    /// <summary>The piece that a location covers.</summary>
    internal static CoverageRange Of(SourceLocation location)
    {
        var text = location.Text;
        var lastBreak = text.LastIndexOf('\n');
        var lastLine = 0;
        foreach (var _ in text[(lastBreak + 1)..].EnumerateRunes())
        {
            lastLine++;
        }

        return lastBreak < 0
            ? new CoverageRange(location.Row, location.Column, location.Row, location.Column + lastLine)
            : new CoverageRange(location.Row, location.Column, location.Row + text.Count('\n'), lastLine + 1);
    }
}
