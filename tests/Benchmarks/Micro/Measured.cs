using System.Diagnostics;

namespace Benchmarks.Micro;

/// <summary>What one piece of work costs, repeated in a warm process.</summary>
/// <param name="Nanoseconds">The best of many short rounds: on a machine that others use too, some round finds it free.</param>
/// <param name="Bytes">Allocated by all threads.</param>
internal readonly record struct Measured(double Nanoseconds, double Bytes)
{
    private static readonly TimeSpan RoundTime = TimeSpan.FromMilliseconds(2);

    /// <summary>Repeats the work, half of the time to warm up.</summary>
    /// <param name="work">The work.</param>
    /// <param name="seconds">For how long.</param>
    public static Measured Of(Action work, double seconds)
    {
        var half = TimeSpan.FromSeconds(seconds / 2);
        var once = half / Repeat(work, half);
        var count = (int)Math.Max(1, RoundTime / once);
        var best = double.MaxValue;
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < half;)
        {
            best = Math.Min(best, Round(work, count).TotalNanoseconds / count);
        }

        var before = GC.GetTotalAllocatedBytes(precise: true);
        Round(work, count);
        return new Measured(best, (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / count);
    }

    private static TimeSpan Round(Action work, int count)
    {
        var started = Stopwatch.GetTimestamp();
        for (var n = 0; n < count; n++)
        {
            work();
        }

        return Stopwatch.GetElapsedTime(started);
    }

    private static double Repeat(Action work, TimeSpan time)
    {
        var watch = Stopwatch.StartNew();
        long count = 0;
        while (watch.Elapsed < time || count < 3)
        {
            work();
            count++;
        }

        return count * (time / watch.Elapsed);
    }
}
