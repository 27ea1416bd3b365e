using Rego.Sources;
using Rego.Values;

namespace Rego.Tooling.Reports;

/// <summary>A value shown below the statement that mentions it.</summary>
/// <param name="Title">What has the value, as it is written.</param>
/// <param name="Value">The value; null where it has none.</param>
/// <param name="Location">Where it is written.</param>
internal sealed record ShownValue(string Title, RegoValue? Value, SourceLocation Location)
{
    private const int MaxBytes = 64;

    /// <summary>The value's text, cut where it is long.</summary>
    internal string Text => TraceText.Truncate(Value?.ToString() ?? "undefined", MaxBytes);

    /// <summary>Whether there is a tab before it in its row.</summary>
    internal bool IsBehindTab => Enumerable.Range(1, Math.Max(0, Location.Column - 1)).Any(column => HasTab(Location, column));

    /// <summary>Whether a column before a place, in its row, is a tab.</summary>
    internal static bool HasTab(SourceLocation location, int column)
    {
        if (location.File is not { } file || column >= location.Column)
        {
            return false;
        }

        var start = location.Offset == 0 ? 0 : file.Text.LastIndexOf('\n', location.Offset - 1) + 1;
        var at = start + column - 1;
        return at < location.Offset && file.Text[at] == '\t';
    }
}
