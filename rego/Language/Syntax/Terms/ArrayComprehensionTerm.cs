using Rego.Sources;

namespace Rego.Syntax.Terms;

/// <summary><c>[x | …]</c>.</summary>
public sealed class ArrayComprehensionTerm : Term
{
    internal ArrayComprehensionTerm(SourceLocation location, Term item, Body body)
        : base(location)
    {
        Item = item;
        Body = body;
    }

    /// <summary>The element.</summary>
    public Term Item { get; }

    /// <summary>The conditions.</summary>
    public Body Body { get; }
}
