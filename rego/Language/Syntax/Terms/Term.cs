using Rego.Sources;

namespace Rego.Syntax.Terms;

/// <summary>A term: a value, a variable, a reference, a composite, a comprehension, a call or a template string.</summary>
public abstract class Term : SyntaxNode
{
    private protected Term(SourceLocation location)
        : base(location)
    {
    }
}
