using Rego.Syntax;
using Rego.Tracing;

namespace Rego.Tooling.Reports;

/// <summary>Chooses the events of a trace that an explanation shows.</summary>
public static class TraceFilter
{
    /// <summary>All but the single unifications.</summary>
    public static IReadOnlyList<TraceEvent> Full(IEnumerable<TraceEvent> trace) =>
        [.. trace.Where(traced => traced.Operation != TraceOperation.Unify)];

    /// <summary>The notes, each with how the evaluation came there.</summary>
    public static IReadOnlyList<TraceEvent> Notes(IEnumerable<TraceEvent> trace) =>
        WithPath(trace, traced => traced.Operation == TraceOperation.Note);

    /// <summary>The failures, each with how the evaluation came there.</summary>
    public static IReadOnlyList<TraceEvent> Fails(IEnumerable<TraceEvent> trace) =>
        WithPath(trace, traced => traced.Operation == TraceOperation.Fail);

    /// <summary>The notes and failures, each with how the evaluation came there.</summary>
    public static IReadOnlyList<TraceEvent> NotesAndFails(IEnumerable<TraceEvent> trace) =>
        WithPath(trace, traced => traced.Operation is TraceOperation.Note or TraceOperation.Fail);

    /// <summary>Chosen events, and before each the rules and bodies around it that were entered since the one before.</summary>
    public static IReadOnlyList<TraceEvent> WithPath(IEnumerable<TraceEvent> trace, Func<TraceEvent, bool> isChosen)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(isChosen);
        var result = new List<TraceEvent>();
        var entered = new Dictionary<long, TraceEvent>();
        foreach (var traced in trace)
        {
            if (isChosen(traced))
            {
                AddPath(result, entered, traced);
                entered.Clear();
            }

            if (traced is { Operation: TraceOperation.Enter or TraceOperation.Redo, Node: Rule or Body })
            {
                entered[traced.QueryId] = traced;
            }
        }

        return result;
    }

    private static void AddPath(List<TraceEvent> result, Dictionary<long, TraceEvent> entered, TraceEvent traced)
    {
        var at = result.Count;
        result.Add(traced);
        var around = entered.GetValueOrDefault(traced.QueryId);
        TraceEvent? last = null;
        while (around is not null && !ReferenceEquals(around, last))
        {
            result.Insert(at, around);
            last = around;
            around = entered.GetValueOrDefault(around.ParentId);
        }
    }
}
