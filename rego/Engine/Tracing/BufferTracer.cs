using Rego.Errors;

namespace Rego.Tracing;

/// <summary>Keeps the events of evaluations, up to a bound.</summary>
/// <param name="maxEvents">How many; an evaluation with more ends with an error.</param>
public sealed class BufferTracer(int maxEvents = BufferTracer.DefaultMaxEvents) : IEvaluationTracer
{
    /// <summary>A million events.</summary>
    public const int DefaultMaxEvents = 1_000_000;

    private readonly List<TraceEvent> _events = [];

    /// <summary>The events so far.</summary>
    public IReadOnlyList<TraceEvent> Events => _events;

    /// <inheritdoc/>
    public bool WantsVariables => true;

    /// <inheritdoc/>
    public void Trace(TraceEvent traced)
    {
        if (_events.Count == maxEvents)
        {
            throw new RegoEvaluationException(DiagnosticCodes.EvalCancel, $"evaluation stopped: its trace has more than {maxEvents} events");
        }

        _events.Add(traced);
    }
}
