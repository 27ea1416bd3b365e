using System.Collections.Immutable;
using Rego.Sources;
using Rego.Syntax.Terms;

namespace Rego.Syntax.Expressions;

/// <summary>A term that must be defined and not false; calls, comparisons, unifications and assignments are calls.</summary>
public sealed class TermExpression : Expression
{
    internal TermExpression(SourceLocation location, Term term, bool isNegated, ImmutableArray<WithModifier> withModifiers)
        : base(location, isNegated, withModifiers)
    {
        Term = term;
    }

    /// <summary>The term.</summary>
    public Term Term { get; }

    /// <summary>Whether the compiler made the statement.</summary>
    internal bool IsGenerated { get; init; }

    /// <summary>Whether it only gives an operand of another statement its value.</summary>
    internal bool IsOperand { get; init; }
}
