using System.Collections.Immutable;
using Rego.Sources;

namespace Rego.Syntax.Terms;

/// <summary><c>[a, b]</c>.</summary>
public sealed class ArrayTerm : Term
{
    internal ArrayTerm(SourceLocation location, ImmutableArray<Term> items)
        : base(location)
    {
        Items = items;
    }

    /// <summary>The elements.</summary>
    public ImmutableArray<Term> Items { get; }
}
