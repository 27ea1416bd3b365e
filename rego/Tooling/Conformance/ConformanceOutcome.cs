namespace Rego.Tooling.Conformance;

/// <summary>How a case came out.</summary>
/// <param name="Case">The case.</param>
/// <param name="Failure">What came instead of what was wanted; null where it passed.</param>
public sealed record ConformanceOutcome(ConformanceCase Case, string? Failure)
{
    /// <summary>Whether it passed.</summary>
    public bool Passed => Failure is null;
}
