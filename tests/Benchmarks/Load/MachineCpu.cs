namespace Benchmarks.Load;

/// <summary>CPU time that is not of one running program.</summary>
internal static class MachineCpu
{
    private const double TicksPerSecond = 100;

    /// <value>Seconds that ended child processes of this one used, as the kernel adds them up.</value>
    public static double EndedChildrenSeconds
    {
        get
        {
            var stat = File.ReadAllText("/proc/self/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (double.Parse(fields[13]) + double.Parse(fields[14])) / TicksPerSecond;
        }
    }

    /// <value>Seconds of all the machine's cores together that were not idle, since the machine was started.</value>
    public static double BusySeconds
    {
        get
        {
            var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(double.Parse).ToArray();
            return (ticks.Sum() - ticks[3] - ticks[4]) / TicksPerSecond;
        }
    }
}
