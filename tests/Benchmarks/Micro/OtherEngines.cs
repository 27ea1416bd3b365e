namespace Benchmarks.Micro;

/// <summary>
/// What OPA 1.22.2 (as a Go library, with a prepared query and parsed input) and regorus 0.14.1 need for the shared workloads:
/// measured on one machine where <see cref="YardstickMicroseconds"/> is what Node needs to parse the gate's input.
/// </summary>
internal static class OtherEngines
{
    /// <summary>Node's <c>JSON.parse</c> of the gate's input on that machine.</summary>
    public const double YardstickMicroseconds = 1.72;

    private static readonly Dictionary<string, (double Opa, double Regorus)> Microseconds = new()
    {
        ["gate-10"] = (58, 72),
        ["gate-1000"] = (57, 74),
        ["gate-100000"] = (57, 63),
        ["rules-1"] = (5.0, 0.6),
        ["rules-1000"] = (5.8, 190),
        ["roles-one"] = (179, 133),
        ["roles-who"] = (43_900, 36_600),
        ["promotion"] = (48_000, double.NaN),
        ["rows-10000"] = (25_000, 10_100),
        ["strings"] = (1_890, 1_465),
        [Workloads.Compile] = (515_000, double.NaN),
        ["load 4.7 MB"] = (253_000, 68_000),
    };

    /// <summary>OPA's cost in yardsticks; NaN where it was not measured, as with stand-ins.</summary>
    public static double Opa(string work) => Workloads.AreShared && Microseconds.TryGetValue(work, out var known) ? known.Opa / YardstickMicroseconds : double.NaN;

    /// <summary>regorus' cost in yardsticks; NaN where it was not measured.</summary>
    public static double Regorus(string work) => Workloads.AreShared && Microseconds.TryGetValue(work, out var known) ? known.Regorus / YardstickMicroseconds : double.NaN;
}
