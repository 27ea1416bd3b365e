namespace Rego.Tracing;

/// <summary>
/// Sees the steps of evaluations, in their order. Policies compiled with <see cref="Options.RegoCompilerOptions.IsInstrumented"/> tell
/// them; the evaluations of others tell nothing.
/// </summary>
public interface IEvaluationTracer
{
    /// <summary>Whether the events shall carry variables and their values, which costs more than the rest.</summary>
    bool WantsVariables { get; }

    /// <summary>Takes an event. Called on the thread that evaluates; what it throws ends the evaluation.</summary>
    void Trace(TraceEvent traced);
}
