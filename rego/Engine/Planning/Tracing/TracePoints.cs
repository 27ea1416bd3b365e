using Rego.Syntax;
using Rego.Syntax.Expressions;

namespace Rego.Planning.Tracing;

/// <summary>The pieces of syntax that OPA's events name and that do not stand in the policy as such.</summary>
internal static class TracePoints
{
    /// <summary>A body at the place of its first statement.</summary>
    internal static Body BodyOf(Body body) => new(body.Expressions.IsEmpty ? body.Location : body.Expressions[0].Location, body.Expressions);

    /// <summary>What is negated, as a body of its own without modifiers.</summary>
    internal static Body NegatedBodyOf(Expression expression) => expression switch
    {
        NotBodyExpression not => not.Operand.Body,
        TermExpression term => BodyOf(term, new TermExpression(term.Location, CallPlaces.WithPlaceOf(term), isNegated: false, []) { IsGenerated = term.IsGenerated }),
        EveryExpression every => BodyOf(every, new EveryExpression(every.Location, every.Key, every.Value, every.Domain, every.Body, isNegated: false, [])),
        LogicalExpression logical => BodyOf(logical, new LogicalExpression(logical.Location, logical.Operation, logical.Left, logical.Right, isNegated: false, [])),
        _ => throw new InvalidOperationException($"a statement of the kind {expression.GetType().Name} cannot be negated"),
    };

    private static Body BodyOf(Expression original, Expression positive) => new(original.Location, [positive]);
}
