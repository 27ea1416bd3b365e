using System.Diagnostics;

namespace Benchmarks.Micro;

/// <summary>
/// The decisions in a few seconds, beside the yardstick of the same run: Node parsing the same input. A ratio to it can be compared between
/// machines, and on a machine that is shared.
/// </summary>
internal static class QuickDecisions
{
    private const int Rounds = 7;
    private static readonly TimeSpan RoundTime = TimeSpan.FromMilliseconds(400);

    public static void Run()
    {
        Console.WriteLine("| policy | ns a decision (best of 7) | bytes a decision | Node JSON.parse of the input, ns | ratio |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: |");
        foreach (var name in Workload.Names)
        {
            var workload = Workload.Load(name);
            var (nanoseconds, bytes) = Measure(workload);
            var yardstick = NodeYardstick.Measure(workload.InputJson);
            Console.WriteLine($"| {name} | {nanoseconds:F0} | {bytes:F0} | {yardstick:F0} | {nanoseconds / yardstick:F2} |");
        }
    }

    private static (double Nanoseconds, double Bytes) Measure(Workload workload)
    {
        Repeat(workload, TimeSpan.FromSeconds(1.5), out _);
        var best = double.MaxValue;
        var bytes = 0.0;
        for (var i = 0; i < Rounds; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var elapsed = Repeat(workload, RoundTime, out var count);
            bytes = (double)(GC.GetAllocatedBytesForCurrentThread() - before) / count;
            best = Math.Min(best, elapsed.TotalNanoseconds / count);
        }

        return (best, bytes);
    }

    private static TimeSpan Repeat(Workload workload, TimeSpan time, out long count)
    {
        count = 0;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < time)
        {
            for (var i = 0; i < 100; i++)
            {
                workload.Query.Evaluate(workload.Input, Workload.Options);
            }

            count += 100;
        }

        return watch.Elapsed;
    }
}
