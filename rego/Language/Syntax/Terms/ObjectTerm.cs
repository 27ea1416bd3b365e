using System.Collections.Immutable;
using Rego.Sources;

namespace Rego.Syntax.Terms;

/// <summary><c>{k: v}</c>.</summary>
public sealed class ObjectTerm : Term
{
    internal ObjectTerm(SourceLocation location, ImmutableArray<ObjectMember> members)
        : base(location)
    {
        Members = members;
    }

    /// <summary>The members.</summary>
    public ImmutableArray<ObjectMember> Members { get; }
}
