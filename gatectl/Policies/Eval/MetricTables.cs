using System.Globalization;

namespace Gatectl.Policies.Eval;

/// <summary>Measured times as tables.</summary>
internal static class MetricTables
{
    private static readonly string[] Shown = ["min", "max", "mean", "90%", "99%"];

    internal static void Print(TextWriter output, EvalOutput evaluation)
    {
        if (evaluation.Metrics is { } metrics)
        {
            var table = new TextTable("Metric", "Value");
            foreach (var (name, nanoseconds) in metrics.Timers)
            {
                table.Row(name, nanoseconds.ToString(CultureInfo.InvariantCulture));
            }

            table.Print(output);
        }

        if (evaluation.AggregatedMetrics.Count > 0)
        {
            var table = new TextTable("Metric", "Min", "Max", "Mean", "90%", "99%");
            foreach (var (name, statistics) in evaluation.AggregatedMetrics)
            {
                table.Row([name, .. Shown.Select(statistic => statistics[statistic].ToString(CultureInfo.InvariantCulture))]);
            }

            table.Print(output);
        }
    }
}
