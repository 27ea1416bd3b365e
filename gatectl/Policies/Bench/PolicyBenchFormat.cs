namespace Gatectl.Policies.Bench;

/// <summary>How the figures of a benchmark are written.</summary>
internal enum PolicyBenchFormat
{
    Pretty,
    Json,

    /// <summary>Go's benchmark format.</summary>
    Gobench,
}
