using Rego.Sources;
using Rego.Syntax.Terms;

namespace Rego.Syntax.Expressions;

/// <summary><c>with target as value</c>.</summary>
public sealed class WithModifier : SyntaxNode
{
    internal WithModifier(SourceLocation location, Term target, Term value)
        : base(location)
    {
        Target = target;
        Value = value;
    }

    /// <summary><c>input</c>, <c>data</c>, something below them, or a function's name.</summary>
    public Term Target { get; }

    /// <summary>The replacement.</summary>
    public Term Value { get; }
}
