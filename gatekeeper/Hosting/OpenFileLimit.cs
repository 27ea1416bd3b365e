using System.Globalization;
using Gateway.Hosting.Settings;

namespace Gatekeeper.Hosting;

/// <summary>
/// How many files the process may open. A .NET process that runs out of them dies, so connections are bounded well below, and a
/// process with too few does not start.
/// </summary>
internal static class OpenFileLimit
{
    /// <summary>The least limit with which the gatekeeper starts.</summary>
    public const int Least = 4096;

    // The runtime, the log, the policies and the connections to the deployer.
    private const int Reserved = 1024;

    private const string LimitsFile = "/proc/self/limits";
    private const string Row = "Max open files";

    /// <summary>The most connections to accept.</summary>
    /// <exception cref="ConfigurationException">The process may open too few files.</exception>
    public static int ConnectionsWithin(int configured)
    {
        var limit = File.Exists(LimitsFile) ? Parse(File.ReadLines(LimitsFile)) : Least;
        return ConnectionsWithin(configured, limit);
    }

    /// <summary>The most connections under a given limit.</summary>
    /// <exception cref="ConfigurationException">The limit is too low.</exception>
    public static int ConnectionsWithin(int configured, long limit) =>
        limit >= Least
            ? (int)Math.Min(configured, limit - Reserved)
            : throw new ConfigurationException($"The process may open {limit} files: at least {Least} are needed (ulimit -n, LimitNOFILE).");

    /// <summary>Reads the soft limit.</summary>
    public static long Parse(IEnumerable<string> lines)
    {
        var row = lines.FirstOrDefault(line => line.StartsWith(Row, StringComparison.Ordinal));
        var soft = row?[Row.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        if (soft == "unlimited")
        {
            return long.MaxValue;
        }

        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : Least;
    }
}
