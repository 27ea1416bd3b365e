using System.Diagnostics;

namespace Gatectl.Policies.Queries;

/// <summary>How long the parts of an evaluation took, in nanoseconds, by OPA's names.</summary>
internal sealed class PolicyMetrics
{
    internal const string LoadFiles = "timer_rego_load_files_ns";
    internal const string LoadBundles = "timer_rego_load_bundles_ns";
    internal const string ParseModules = "timer_rego_module_parse_ns";
    internal const string ParseData = "timer_rego_data_parse_ns";
    internal const string ParseQuery = "timer_rego_query_parse_ns";
    internal const string CompileModules = "timer_rego_module_compile_ns";
    internal const string CompileQuery = "timer_rego_query_compile_ns";
    internal const string EvaluateQuery = "timer_rego_query_eval_ns";

    private const double NanosecondsPerSecond = 1e9;

    private readonly SortedDictionary<string, long> _timers = new(StringComparer.Ordinal);

    /// <value>The timers, sorted by name.</value>
    internal IReadOnlyDictionary<string, long> Timers => _timers;

    /// <summary>Does some work, and adds its time to a timer.</summary>
    internal T Measure<T>(string timer, Func<T> work)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            return work();
        }
        finally
        {
            Add(timer, (long)((Stopwatch.GetTimestamp() - start) * (NanosecondsPerSecond / Stopwatch.Frequency)));
        }
    }

    /// <summary>Adds a time to a timer; none is added where nothing was done.</summary>
    internal void Add(string timer, TimeSpan time)
    {
        if (time > TimeSpan.Zero)
        {
            Add(timer, time.Ticks * (long)(NanosecondsPerSecond / TimeSpan.TicksPerSecond));
        }
    }

    private void Add(string timer, long nanoseconds) => _timers[timer] = _timers.GetValueOrDefault(timer) + nanoseconds;
}
