using Rego.Sources;
using Rego.Syntax.Terms;

namespace Rego.Syntax;

/// <summary><c>import data.a.b as c</c>.</summary>
public sealed class Import : SyntaxNode
{
    internal Import(SourceLocation location, Term path, VarTerm? alias)
        : base(location)
    {
        Path = path;
        Alias = alias;
    }

    /// <summary>The reference.</summary>
    public Term Path { get; }

    /// <summary>The name behind <c>as</c>, or null.</summary>
    public VarTerm? Alias { get; }
}
