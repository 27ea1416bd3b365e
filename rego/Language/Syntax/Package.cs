using System.Collections.Immutable;
using Rego.Sources;
using Rego.Syntax.Terms;

namespace Rego.Syntax;

/// <summary><c>package a.b</c>.</summary>
public sealed class Package : SyntaxNode
{
    internal Package(SourceLocation location, ImmutableArray<Term> path)
        : base(location)
    {
        Path = path;
    }

    /// <summary><c>data</c> as a variable, then strings.</summary>
    public ImmutableArray<Term> Path { get; }
}
