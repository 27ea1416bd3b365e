namespace Benchmarks.Load;

/// <summary>Prints medians and, for what matters, the ratios within each turn.</summary>
internal static class LoadReport
{
    public const string Head =
        """
        | load | target | req/s (median) | its CPU, us/request | all CPU, us/request | x bare YARP, median of pairs (lowest - highest) | others' cores |
        | --- | --- | ---: | ---: | ---: | --- | ---: |
        """;

    public static void Print((int Connections, int Streams) load, IReadOnlyList<string> names, IReadOnlyList<IReadOnlyList<Measurement>> turns)
    {
        for (var i = 0; i < names.Count; i++)
        {
            var own = turns.Select(turn => turn[i]).ToList();
            var ratios = turns.Select(turn => turn[i].RequestsPerSecond / turn[0].RequestsPerSecond).ToList();
            var ratio = i == 0 ? "1" : $"{Median(ratios):F2} ({ratios.Min():F2} - {ratios.Max():F2})";
            Console.WriteLine(
                $"| c{load.Connections}m{load.Streams} | {names[i]} | {Median(own.Select(m => m.RequestsPerSecond)):F0} | {Median(own.Select(m => m.ProxyMicroseconds)):F1} | "
                + $"{Median(own.Select(m => m.AllMicroseconds)):F1} | {ratio} | {Median(own.Select(m => m.ForeignCores)):F2} |");
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
