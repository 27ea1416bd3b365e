using Gatectl.Policies.Bench;
using Rego.Testing;

namespace Gatectl.Policies.Test;

/// <summary>What a test gave, and how it was measured.</summary>
/// <param name="Result">What it gave.</param>
internal sealed record PolicyTestResult(RegoTestResult Result)
{
    /// <value>The figures; null where the test was not measured.</value>
    internal BenchmarkResult? Benchmark { get; init; }

    /// <value>The package and the name.</value>
    internal string FullName => $"{Result.Package}.{Result.Name}";
}
