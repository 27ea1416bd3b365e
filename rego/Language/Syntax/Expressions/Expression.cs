using System.Collections.Immutable;
using Rego.Sources;

namespace Rego.Syntax.Expressions;

/// <summary>One statement of a body.</summary>
public abstract class Expression : SyntaxNode
{
    private protected Expression(SourceLocation location, bool isNegated, ImmutableArray<WithModifier> withModifiers)
        : base(location)
    {
        IsNegated = isNegated;
        WithModifiers = withModifiers;
    }

    /// <summary>Whether <c>not</c> stands before it.</summary>
    public bool IsNegated { get; }

    /// <summary>The <c>with</c> modifiers behind it.</summary>
    public ImmutableArray<WithModifier> WithModifiers { get; }
}
