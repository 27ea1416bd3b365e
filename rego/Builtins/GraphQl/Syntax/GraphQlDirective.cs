namespace Rego.Builtins.GraphQl.Syntax;

/// <summary>A directive at the place where it is used.</summary>
internal sealed class GraphQlDirective
{
    internal required string Name { get; init; }

    internal IReadOnlyList<GraphQlArgument> Arguments { get; init; } = [];

    internal GraphQlPlace? Place { get; init; }

    /// <summary>Its declaration in the schema, where it has one; set by the validation's walk.</summary>
    internal GraphQlDirectiveDefinition? Definition { get; set; }

    /// <summary>On what it stands, in the schema's word for it; set by the validation's walk.</summary>
    internal string Location { get; set; } = string.Empty;
}
