using System.Collections.Immutable;
using Rego.Sources;
using Rego.Syntax.Terms;

namespace Rego.Syntax.Expressions;

/// <summary><c>every k, v in xs { … }</c>.</summary>
public sealed class EveryExpression : Expression
{
    internal EveryExpression(SourceLocation location, Term? key, Term value, Term domain, Body body, bool isNegated, ImmutableArray<WithModifier> withModifiers)
        : base(location, isNegated, withModifiers)
    {
        Key = key;
        Value = value;
        Domain = domain;
        Body = body;
    }

    /// <summary>The key's variable, or null.</summary>
    public Term? Key { get; }

    /// <summary>The value's variable.</summary>
    public Term Value { get; }

    /// <summary>What is iterated.</summary>
    public Term Domain { get; }

    /// <summary>What must hold for each.</summary>
    public Body Body { get; }
}
