namespace Rego.Builtins.GraphQl.Syntax;

/// <summary>The declaration of a directive.</summary>
internal sealed class GraphQlDirectiveDefinition
{
    internal string Description { get; init; } = string.Empty;

    internal required string Name { get; init; }

    internal IReadOnlyList<GraphQlFieldDefinition> Arguments { get; init; } = [];

    /// <summary>On what it may stand.</summary>
    internal IReadOnlyList<string> Locations { get; init; } = [];

    internal bool IsRepeatable { get; init; }

    internal GraphQlPlace? Place { get; init; }
}
