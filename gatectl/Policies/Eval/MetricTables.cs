using System.Globalization;
using Gatectl.Policies.Queries;

namespace Gatectl.Policies.Eval;

/// <summary>Measured times as tables.</summary>
internal static class MetricTables
{
    /// <summary>The statistics that tables show.</summary>
    internal static readonly string[] Shown = ["min", "max", "mean", "90%", "99%"];

    internal static void Print(TextWriter output, PolicyMetrics? metrics)
    {
        if (metrics is null)
        {
            return;
        }

        var table = new TextTable("Metric", "Value");
        foreach (var (name, nanoseconds) in metrics.Timers)
        {
            table.Row(name, nanoseconds.ToString(CultureInfo.InvariantCulture));
        }

        table.Print(output);
    }

    internal static void Print(TextWriter output, IReadOnlyDictionary<string, SortedDictionary<string, double>> aggregated)
    {
        if (aggregated.Count == 0)
        {
            return;
        }

        var table = new TextTable("Metric", "Min", "Max", "Mean", "90%", "99%");
        foreach (var (name, statistics) in aggregated)
        {
            table.Row([name, .. Shown.Select(statistic => statistics[statistic].ToString(CultureInfo.InvariantCulture))]);
        }

        table.Print(output);
    }
}
