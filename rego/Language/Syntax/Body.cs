using System.Collections.Immutable;
using Rego.Sources;
using Rego.Syntax.Expressions;

namespace Rego.Syntax;

/// <summary>Statements that must hold together.</summary>
public sealed class Body : SyntaxNode
{
    internal Body(SourceLocation location, ImmutableArray<Expression> expressions)
        : base(location)
    {
        Expressions = expressions;
    }

    /// <summary>At least one.</summary>
    public ImmutableArray<Expression> Expressions { get; }
}
