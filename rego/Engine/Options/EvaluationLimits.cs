namespace Rego.Options;

/// <summary>The bounds of one evaluation; all are mandatory, and reaching one is an error, never an answer.</summary>
/// <param name="MaxSteps">Units of work: about one a comparison, iteration or call.</param>
/// <param name="Timeout">The wall-clock time.</param>
/// <param name="MaxDepth">The depth of nested rules and calls.</param>
/// <param name="MaxMemoryBytes">The bytes of values built, estimated.</param>
public sealed record EvaluationLimits(long MaxSteps, TimeSpan Timeout, int MaxDepth, long MaxMemoryBytes)
{
    /// <summary>100 million steps, 10 seconds, 512 levels, 1 GiB: for tests and tools. A server chooses tighter ones.</summary>
    public static EvaluationLimits Default { get; } = new(100_000_000, TimeSpan.FromSeconds(10), 512, 1L << 30);
}
