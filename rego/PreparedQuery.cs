namespace Gatekeeper.Rego;

/// <summary>A query compiled against a policy. Immutable and thread-safe; all state of an evaluation is its own.</summary>
public sealed class PreparedQuery
{
    internal PreparedQuery()
    {
    }

    /// <summary>
    /// The value of the query's one expression; <see cref="RegoValue.Undefined"/> where it has none.
    /// </summary>
    /// <param name="input">The input document; <see cref="RegoValue.Undefined"/> for none.</param>
    /// <param name="options">The bounds and the rest.</param>
    /// <exception cref="RegoEvaluationException">There is no answer.</exception>
    public RegoValue Evaluate(RegoValue input, EvaluationOptions options) => throw new NotSupportedException();

    /// <summary>All solutions: for each, the values of the query's variables.</summary>
    /// <param name="input">The input document; <see cref="RegoValue.Undefined"/> for none.</param>
    /// <param name="options">The bounds and the rest.</param>
    /// <exception cref="RegoEvaluationException">There is no answer.</exception>
    public IReadOnlyList<RegoObject> EvaluateBindings(RegoValue input, EvaluationOptions options) => throw new NotSupportedException();
}
