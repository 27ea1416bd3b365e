using Rego.Tracing;

namespace Rego.Testing;

/// <summary>Keeps what a test tells: all of it, or only the cases that it reaches.</summary>
/// <param name="keepsAll">Whether all is kept.</param>
/// <param name="other">Sees all as well; null for nobody.</param>
internal sealed class TestTracer(bool keepsAll, IEvaluationTracer? other) : IEvaluationTracer
{
    private readonly BufferTracer _kept = new();

    /// <summary>What was kept.</summary>
    internal IReadOnlyList<TraceEvent> Events => _kept.Events;

    /// <inheritdoc/>
    public bool WantsVariables => keepsAll || other is { WantsVariables: true };

    /// <inheritdoc/>
    public void Trace(TraceEvent traced)
    {
        if (keepsAll || traced.Operation == TraceOperation.TestCase)
        {
            _kept.Trace(traced);
        }

        other?.Trace(traced);
    }
}
