using Gatectl.Policies.Queries;
using Rego.Tooling.Reports;

namespace Gatectl.Policies.Eval;

/// <summary>What a row cost in several evaluations.</summary>
/// <param name="Row">The row in the first of them, with its counts.</param>
/// <param name="Times">The times in nanoseconds, summed up.</param>
internal sealed record AggregatedProfile(StatementProfile Row, SortedDictionary<string, double> Times)
{
    private const long NanosecondsPerTick = 100;

    /// <summary>The rows of the first evaluation, in their order.</summary>
    internal static IReadOnlyList<AggregatedProfile> Of(IReadOnlyList<IReadOnlyList<StatementProfile>> profiles) =>
        [.. profiles[0].Select(row => new AggregatedProfile(row, MetricStatistics.Of([.. profiles.SelectMany(profile => profile.Where(other => IsAt(other, row))).Select(Nanoseconds)])))];

    /// <summary>A row's time.</summary>
    internal static long Nanoseconds(StatementProfile row) => row.Time.Ticks * NanosecondsPerTick;

    private static bool IsAt(StatementProfile row, StatementProfile other) =>
        row.Location.Row == other.Location.Row && row.Location.File?.Path == other.Location.File?.Path;
}
