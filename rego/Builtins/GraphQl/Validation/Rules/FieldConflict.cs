using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>Two fields that cannot both have a name in the answer: for a reason of their own, or for what is inside them.</summary>
internal sealed record FieldConflict(string ResponseName, string Reason, IReadOnlyList<FieldConflict> Inner, GraphQlPlace? Place)
{
    /// <summary>The reason in words.</summary>
    public override string ToString() => Inner.Count == 0
        ? Reason
        : string.Join(" and ", Inner.Select(inner => $"subfields \"{inner.ResponseName}\" conflict because {inner}"));
}
