using System.Collections.Immutable;
using Rego.Sources;

namespace Rego.Syntax.Terms;

/// <summary>A reference: a head and what follows it, by dot or in brackets.</summary>
public sealed class RefTerm : Term
{
    internal RefTerm(SourceLocation location, Term head, ImmutableArray<Term> path)
        : base(location)
    {
        Head = head;
        Path = path;
    }

    /// <summary>A variable, or any term that yields a composite: a call, an array, a comprehension.</summary>
    public Term Head { get; }

    /// <summary>At least one operand; a name after a dot is a string.</summary>
    public ImmutableArray<Term> Path { get; }
}
