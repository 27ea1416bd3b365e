using Rego.Errors;
using Rego.Sources;
using Rego.Tracing;

namespace Rego.Testing;

/// <summary>What one test rule gave.</summary>
/// <param name="Location">Where the rule stands.</param>
/// <param name="Package">The package, from <c>data</c>.</param>
/// <param name="Name">The rule's name; a later definition of the same name has <c>#01</c>, <c>#02</c>, … behind it.</param>
/// <param name="Outcome">How it came out.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Failure">Why there is no answer, where <paramref name="Outcome"/> is <see cref="RegoTestOutcome.Error"/>.</param>
public sealed record RegoTestResult(
    SourceLocation Location,
    string Package,
    string Name,
    RegoTestOutcome Outcome,
    TimeSpan Duration,
    string Output,
    RegoEvaluationException? Failure)
{
    /// <summary>The cases of a table of tests; empty for any other test.</summary>
    public IReadOnlyList<RegoTestCase> Cases { get; init; } = [];

    /// <summary>The statements at which the evaluation failed, the innermost first; empty where it did not, or that is not known.</summary>
    public IReadOnlyList<StackFrame> Stack { get; init; } = [];

    /// <summary>The steps of the evaluation, where they were kept; empty otherwise.</summary>
    public IReadOnlyList<TraceEvent> Trace { get; init; } = [];
}
