namespace Rego.Builtins.GraphQl.Syntax;

/// <summary>Selections in place, perhaps for one type only.</summary>
internal sealed class GraphQlInlineFragment : GraphQlSelection
{
    /// <summary>The type; empty for that around it.</summary>
    internal required string TypeCondition { get; init; }

    internal IReadOnlyList<GraphQlSelection> Selections { get; init; } = [];
}
