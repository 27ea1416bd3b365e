using Rego.Tracing;

namespace Rego.Tooling.Reports;

/// <summary>Names of files that fit in the first column of a trace: where one is too long, each loses directories from its front.</summary>
internal static class TraceFileNames
{
    private const int MaxWidth = 64;
    private const string Cut = "...";

    internal static IReadOnlyDictionary<string, string> Shorten(IReadOnlyList<TraceEvent> trace)
    {
        var paths = trace.Select(traced => traced.Location.File?.Path ?? string.Empty).Where(path => path.Length > 0).Distinct().ToList();
        var rows = trace.Select(traced => traced.Location.Row).DefaultIfEmpty(0).Max();
        var most = MaxWidth - 1 - rows.ToString(System.Globalization.CultureInfo.InvariantCulture).Length;
        return paths.ToDictionary(path => path, path => path.Length <= most ? path : Cut + path[^(most - Cut.Length)..], StringComparer.Ordinal);
    }
}
