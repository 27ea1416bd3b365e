using Rego.Errors;
using Rego.Options;
using Rego.Queries;
using Rego.Values;

namespace Rego;

/// <summary>
/// A prepared query that gives the values of its expressions beside its variables: <c>1; x == 2</c> asks for both values, where a
/// plain query only asks whether they hold. Immutable and thread-safe.
/// </summary>
public sealed class CapturedQuery
{
    private readonly PreparedQuery _query;

    internal CapturedQuery(PreparedQuery query, IReadOnlyList<CapturedExpression> expressions)
    {
        _query = query;
        Expressions = expressions;
    }

    /// <summary>The expressions of the query, in the order in which they are evaluated.</summary>
    public IReadOnlyList<CapturedExpression> Expressions { get; }

    /// <value>How long the query took to parse.</value>
    public TimeSpan Parsing { get; internal init; }

    /// <summary>All solutions.</summary>
    /// <param name="input">The input document; <see cref="RegoValue.Undefined"/> for none.</param>
    /// <param name="options">The bounds and the rest.</param>
    /// <exception cref="RegoEvaluationException">There is no answer.</exception>
    public IReadOnlyList<QuerySolution> Evaluate(RegoValue input, EvaluationOptions options) => [.. _query.EvaluateBindings(input, options).Select(Split)];

    private QuerySolution Split(RegoObject bindings) => new(
        [.. Expressions.Select(expression => expression.ValueIn(bindings))],
        RegoObject.From(bindings.Where(pair => !IsCaptured(pair.Key))));

    private bool IsCaptured(RegoValue name) => name is RegoString text && Expressions.Any(expression => expression.Variable == text.Value);
}
