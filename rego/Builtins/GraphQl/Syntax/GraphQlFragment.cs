namespace Rego.Builtins.GraphQl.Syntax;

/// <summary>A fragment that operations spread by its name.</summary>
internal sealed class GraphQlFragment
{
    internal required string Name { get; init; }

    internal IReadOnlyList<GraphQlVariable> Variables { get; init; } = [];

    internal required string TypeCondition { get; init; }

    internal IReadOnlyList<GraphQlDirective> Directives { get; init; } = [];

    internal IReadOnlyList<GraphQlSelection> Selections { get; init; } = [];

    internal GraphQlPlace? Place { get; init; }
}
