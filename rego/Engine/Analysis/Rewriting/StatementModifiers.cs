using System.Collections.Immutable;
using Rego.Syntax.Expressions;
using Rego.Trees;

namespace Rego.Analysis.Rewriting;

/// <summary>Gives a statement other <c>with</c> modifiers.</summary>
internal static class StatementModifiers
{
    internal static Expression Apply(Expression expression, ImmutableArray<WithModifier> withs) => expression switch
    {
        TermExpression statement => Make.Statement(statement, statement.Term, withs),
        SomeExpression some => Make.Some(some, some.Symbols, some.Domain, withs),
        EveryExpression every => Make.Every(every, every.Key, every.Value, every.Domain, every.Body, withs),
        LogicalExpression logical => Make.Logical(logical, logical.Left.Body, logical.Right.Body, withs),
        NotBodyExpression not => Make.NotBody(not, not.Operand.Body, withs),
        _ => throw new InvalidOperationException($"no such statement: {expression.GetType().Name}"),
    };
}
