using System.Collections.Immutable;
using Rego.Sources;

namespace Rego.Syntax.Expressions;

/// <summary><c>a or b</c>, <c>a and b</c>, each side a body of its own (by <c>import future.keywords.or</c>, <c>.and</c>).</summary>
public sealed class LogicalExpression : Expression
{
    internal LogicalExpression(SourceLocation location, LogicalOperator operation, LogicalOperand left, LogicalOperand right, bool isNegated, ImmutableArray<WithModifier> withModifiers)
        : base(location, isNegated, withModifiers)
    {
        Operation = operation;
        Left = left;
        Right = right;
    }

    /// <summary>Which.</summary>
    public LogicalOperator Operation { get; }

    /// <summary>The left side.</summary>
    public LogicalOperand Left { get; }

    /// <summary>The right side.</summary>
    public LogicalOperand Right { get; }
}
