namespace Rego.Builtins.GraphQl.Syntax;

/// <summary>What a selection set holds: a field, a spread or an inline fragment.</summary>
internal abstract class GraphQlSelection
{
    internal IReadOnlyList<GraphQlDirective> Directives { get; init; } = [];

    internal GraphQlPlace? Place { get; init; }

    /// <summary>The type that it selects from, where that is known; set by the validation's walk.</summary>
    internal GraphQlDefinition? Parent { get; set; }
}
