using Rego.Parsing;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Tracing;
using Rego.Values;

namespace Rego.Testing;

/// <summary>A case that a table of tests has reached.</summary>
/// <param name="Path">The values that it is named after.</param>
/// <param name="Trace">What was told up to the next case.</param>
internal sealed record ReachedCase(RegoArray Path, IReadOnlyList<TraceEvent> Trace)
{
    /// <summary>The cases of a trace, in the order in which they were reached.</summary>
    internal static IEnumerable<ReachedCase> In(IReadOnlyList<TraceEvent> trace)
    {
        var starts = Enumerable.Range(0, trace.Count).Where(i => trace[i].Operation == TraceOperation.TestCase).Append(trace.Count).ToList();
        for (var i = 0; i < starts.Count - 1; i++)
        {
            if (trace[starts[i]].Node is TermExpression { Term: CallTerm call } && TermValues.ToValue(call.Arguments[0]) is RegoArray path)
            {
                yield return new ReachedCase(path, [.. trace.Take(starts[i + 1])]);
            }
        }
    }
}
