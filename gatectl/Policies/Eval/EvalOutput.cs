using Gatectl.Policies.Queries;
using Rego.Queries;
using Rego.Tooling.Reports;
using Rego.Tracing;

namespace Gatectl.Policies.Eval;

/// <summary>Everything that an evaluation gives to show.</summary>
internal sealed record EvalOutput
{
    /// <value>What was evaluated, in the order of evaluation; empty where it did not come to that.</value>
    internal IReadOnlyList<CapturedExpression> Expressions { get; init; } = [];

    internal IReadOnlyList<QuerySolution> Solutions { get; init; } = [];

    internal IReadOnlyList<PolicyError> Errors { get; init; } = [];

    /// <value>How many of the errors did not end the evaluation; they come last.</value>
    internal int HarmlessErrors { get; init; }

    /// <value>The steps that are shown.</value>
    internal IReadOnlyList<TraceEvent> Explanation { get; init; } = [];

    /// <value>What the statements cost, in the order in which it is shown; null where that is not asked for, or of several evaluations.</value>
    internal IReadOnlyList<StatementProfile>? Profile { get; init; }

    /// <value>What the statements cost in several evaluations; empty where there was one.</value>
    internal IReadOnlyList<AggregatedProfile> AggregatedProfile { get; init; } = [];

    /// <value>What was covered; null where that is not asked for.</value>
    internal CoverageReport? Coverage { get; init; }

    /// <value>How long it took; null where that is not asked for.</value>
    internal PolicyMetrics? Metrics { get; init; }

    /// <value>How long several evaluations took, by timer; empty where there was one.</value>
    internal IReadOnlyDictionary<string, SortedDictionary<string, double>> AggregatedMetrics { get; init; } = new SortedDictionary<string, SortedDictionary<string, double>>();
}
