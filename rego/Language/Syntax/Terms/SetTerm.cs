using System.Collections.Immutable;
using Rego.Sources;

namespace Rego.Syntax.Terms;

/// <summary><c>{a, b}</c> or <c>set()</c>.</summary>
public sealed class SetTerm : Term
{
    internal SetTerm(SourceLocation location, ImmutableArray<Term> items)
        : base(location)
    {
        Items = items;
    }

    /// <summary>The elements.</summary>
    public ImmutableArray<Term> Items { get; }
}
