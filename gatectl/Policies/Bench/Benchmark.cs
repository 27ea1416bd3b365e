using System.Diagnostics;
using Gatectl.Policies.Queries;

namespace Gatectl.Policies.Bench;

/// <summary>
/// Measures an operation: first it runs until the runtime has compiled it for good, then as often as fills a second, on one thread.
/// Each run is timed by itself, so that percentiles can be told; the bytes are those that the thread allocated.
/// </summary>
internal static class Benchmark
{
    private const int MaxRuns = 100_000_000;
    private const int MaxKeptTimes = 1_000_000;

    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(1);

    /// <summary>Runs an operation until there is enough to tell.</summary>
    /// <param name="operation">What is measured; what it throws ends the measurement.</param>
    /// <param name="histogram">The name under which the distribution of times is told; null for none.</param>
    /// <param name="cancellationToken">Ends it from outside.</param>
    internal static BenchmarkResult Run(Action operation, string? histogram, CancellationToken cancellationToken)
    {
        var perRun = Warm(operation, cancellationToken);
        var runs = (int)Math.Clamp(Duration / perRun, 1, MaxRuns);
        var times = new long[Math.Min(runs, MaxKeptTimes)];
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var total = 0L;
        for (var i = 0; i < runs; i++)
        {
            var start = Stopwatch.GetTimestamp();
            operation();
            var time = Stopwatch.GetTimestamp() - start;
            total += time;
            times[i % times.Length] = time;
            if ((i & 0xfff) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        var bytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return new BenchmarkResult(runs, ToNanoseconds(total), bytes, Distribution(histogram, times));
    }

    /// <summary>How long a run takes, about, once it is warm.</summary>
    private static TimeSpan Warm(Action operation, CancellationToken cancellationToken)
    {
        operation();
        var start = Stopwatch.GetTimestamp();
        var runs = 0;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            operation();
            runs++;
        }
        while (Stopwatch.GetElapsedTime(start) < WarmUp);

        // The first half is slower than what comes; the second tells.
        start = Stopwatch.GetTimestamp();
        var more = Math.Max(1, runs / 4);
        for (var i = 0; i < more; i++)
        {
            operation();
        }

        return TimeSpan.FromTicks(Math.Max(1, Stopwatch.GetElapsedTime(start).Ticks / more));
    }

    private static SortedDictionary<string, double> Distribution(string? histogram, long[] times)
    {
        var figures = new SortedDictionary<string, double>(StringComparer.Ordinal);
        if (histogram is not null)
        {
            foreach (var (name, value) in MetricStatistics.Of([.. times.Select(ToNanoseconds)]))
            {
                figures[$"{histogram}_{name}"] = value;
            }
        }

        return figures;
    }

    private static long ToNanoseconds(long timestamp) => (long)(timestamp * (1e9 / Stopwatch.Frequency));
}
