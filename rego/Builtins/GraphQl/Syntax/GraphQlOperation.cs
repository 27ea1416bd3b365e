namespace Rego.Builtins.GraphQl.Syntax;

/// <summary>A query, a mutation or a subscription.</summary>
internal sealed class GraphQlOperation
{
    /// <summary>The keyword; empty, for a query, in a tree that came from outside.</summary>
    internal required string Kind { get; init; }

    internal required string Name { get; init; }

    internal IReadOnlyList<GraphQlVariable> Variables { get; init; } = [];

    internal IReadOnlyList<GraphQlDirective> Directives { get; init; } = [];

    internal IReadOnlyList<GraphQlSelection> Selections { get; init; } = [];

    internal GraphQlPlace? Place { get; init; }
}
