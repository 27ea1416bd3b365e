using Rego.Tooling.Reports;
using Rego.Tracing;

namespace Gatectl.Policies;

/// <summary>Chooses the steps that an explanation shows.</summary>
internal static class Explanations
{
    internal static IReadOnlyList<TraceEvent> Choose(ExplainMode mode, IReadOnlyList<TraceEvent> trace) => mode switch
    {
        ExplainMode.Full => TraceFilter.Full(trace),
        ExplainMode.Notes => TraceFilter.Notes(trace),
        ExplainMode.Fails => TraceFilter.Fails(trace),
        ExplainMode.Debug => trace,
        _ => [],
    };
}
