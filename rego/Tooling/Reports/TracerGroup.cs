using Rego.Tracing;

namespace Rego.Tooling.Reports;

/// <summary>Several observers of one evaluation.</summary>
/// <param name="tracers">Them, in the order in which they are told.</param>
public sealed class TracerGroup(IReadOnlyList<IEvaluationTracer> tracers) : IEvaluationTracer
{
    /// <inheritdoc/>
    public bool WantsVariables => tracers.Any(tracer => tracer.WantsVariables);

    /// <inheritdoc/>
    public void Trace(TraceEvent traced)
    {
        foreach (var tracer in tracers)
        {
            tracer.Trace(traced);
        }
    }
}
