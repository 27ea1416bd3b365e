using System.Text;
using Rego.Options;
using Rego.Tracing;
using Rego.Values;

namespace Rego.Testing;

/// <summary>How tests are evaluated.</summary>
/// <param name="Limits">The bounds of each.</param>
/// <param name="Time">The clock.</param>
/// <param name="KeepsTraces">Whether results of tests that failed carry the steps of their evaluations.</param>
/// <param name="Tracer">Sees the steps of all evaluations; null for nobody.</param>
internal sealed record TestEvaluation(EvaluationLimits Limits, TimeProvider Time, bool KeepsTraces, IEvaluationTracer? Tracer)
{
    internal EvaluationOptions OptionsFor(StringBuilder? output, IEvaluationTracer? tracer, CancellationToken cancellationToken, Action<RegoValue>? testCase = null) => new()
    {
        Tracer = tracer,
        TestCase = testCase,
        Limits = Limits,
        Time = Time,
        Print = output is null ? null : line => output.Append(line).Append('\n'),
        CancellationToken = cancellationToken,
    };
}
