namespace Benchmarks.Load;

/// <summary>The whole machine's CPU time.</summary>
internal static class MachineCpu
{
    private const double TicksPerSecond = 100;

    /// <value>Seconds of all cores together that were not idle, since the machine was started.</value>
    public static double BusySeconds
    {
        get
        {
            var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(double.Parse).ToArray();
            return (ticks.Sum() - ticks[3] - ticks[4]) / TicksPerSecond;
        }
    }
}
