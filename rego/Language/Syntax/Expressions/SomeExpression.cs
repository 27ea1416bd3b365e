using System.Collections.Immutable;
using Rego.Sources;
using Rego.Syntax.Terms;

namespace Rego.Syntax.Expressions;

/// <summary><c>some x, y</c>, or <c>some k, v in xs</c>.</summary>
public sealed class SomeExpression : Expression
{
    internal SomeExpression(SourceLocation location, ImmutableArray<Term> symbols, Term? domain, bool isNegated, ImmutableArray<WithModifier> withModifiers)
        : base(location, isNegated, withModifiers)
    {
        Symbols = symbols;
        Domain = domain;
    }

    /// <summary>The variables declared; or, with a domain, the one or two patterns before <c>in</c>.</summary>
    public ImmutableArray<Term> Symbols { get; }

    /// <summary>What is iterated, or null.</summary>
    public Term? Domain { get; }

    /// <summary>The pattern, <c>in</c> and the domain as they were written, or null.</summary>
    internal CallTerm? Membership { get; init; }
}
