namespace Gatectl.Policies.Queries;

/// <summary>What many measured numbers come to: their count, extremes, mean, deviation and percentiles, by OPA's names.</summary>
internal static class MetricStatistics
{
    private static readonly (string Name, double Share)[] Percentiles = [("75%", 0.75), ("90%", 0.9), ("95%", 0.95), ("99%", 0.99), ("99.9%", 0.999), ("99.99%", 0.9999), ("median", 0.5)];

    /// <summary>The names with their values, sorted by name.</summary>
    internal static SortedDictionary<string, double> Of(IReadOnlyList<long> values)
    {
        var sorted = values.Order().ToArray();
        var mean = sorted.Average();
        var statistics = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["count"] = sorted.Length,
            ["min"] = sorted[0],
            ["max"] = sorted[^1],
            ["mean"] = mean,
            ["stddev"] = Math.Sqrt(sorted.Average(value => (value - mean) * (value - mean))),
        };
        foreach (var (name, share) in Percentiles)
        {
            statistics[name] = Percentile(sorted, share);
        }

        return statistics;
    }

    /// <summary>Between two values the percentile lies in proportion.</summary>
    private static double Percentile(long[] sorted, double share)
    {
        var position = share * (sorted.Length + 1);
        if (position < 1)
        {
            return sorted[0];
        }

        if (position >= sorted.Length)
        {
            return sorted[^1];
        }

        var below = sorted[(int)position - 1];
        return below + ((position - Math.Floor(position)) * (sorted[(int)position] - below));
    }
}
