using Rego.Tracing;
using Rego.Values;

namespace Rego.Testing;

/// <summary>One case of a table of tests: <c>test_x[note]</c> has one for each note.</summary>
/// <param name="Name">The note.</param>
/// <param name="Passed">Whether it, and all cases in it, hold.</param>
/// <param name="Cases">The cases in it, where the name has several variables.</param>
public sealed record RegoTestCase(string Name, bool Passed, IReadOnlyList<RegoTestCase> Cases)
{
    /// <summary>The cases without others in them.</summary>
    public IEnumerable<RegoTestCase> Leaves => Cases.Count == 0 ? [this] : Cases.SelectMany(@case => @case.Leaves);

    /// <summary>What its evaluation told up to the next case, where that was kept; empty otherwise.</summary>
    public IReadOnlyList<TraceEvent> Trace { get; init; } = [];

    /// <summary>The cases of a table, sorted: those that were reached, and whether the table's value has them.</summary>
    internal static IReadOnlyList<RegoTestCase> Of(IEnumerable<RegoArray> reached, RegoValue value) =>
        Of(reached.Select(path => new ReachedCase(path, [])), value);

    /// <summary>The cases of a table, each with what was told up to the next one.</summary>
    internal static IReadOnlyList<RegoTestCase> Of(IEnumerable<ReachedCase> reached, RegoValue value) =>
    [
        .. reached.Where(@case => @case.Path.Count > 0).GroupBy(@case => @case.Path[0]).OrderBy(group => group.Key).Select(group =>
        {
            var entry = value is RegoObject members ? members[group.Key] : RegoValue.Undefined;
            var below = Of(group.Select(@case => @case with { Path = RegoArray.From(@case.Path.Skip(1)) }), entry);
            var name = group.Key is RegoString text ? text.Value : group.Key.ToString();
            return new RegoTestCase(name, below.Count == 0 ? entry == RegoBoolean.True : below.All(@case => @case.Passed), below) { Trace = group.Last().Trace };
        }),
    ];
}
