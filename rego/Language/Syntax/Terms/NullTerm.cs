using Rego.Sources;

namespace Rego.Syntax.Terms;

/// <summary><c>null</c>.</summary>
public sealed class NullTerm : Term
{
    internal NullTerm(SourceLocation location)
        : base(location)
    {
    }
}
