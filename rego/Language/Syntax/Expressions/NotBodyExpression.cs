using System.Collections.Immutable;
using Rego.Sources;

namespace Rego.Syntax.Expressions;

/// <summary><c>not { a; b }</c>, or <c>not</c> before any expression where <c>future.keywords.not</c> is imported.</summary>
public sealed class NotBodyExpression : Expression
{
    internal NotBodyExpression(SourceLocation location, LogicalOperand operand, bool isNegated, ImmutableArray<WithModifier> withModifiers)
        : base(location, isNegated, withModifiers)
    {
        Operand = operand;
    }

    /// <summary>What must not hold.</summary>
    public LogicalOperand Operand { get; }
}
