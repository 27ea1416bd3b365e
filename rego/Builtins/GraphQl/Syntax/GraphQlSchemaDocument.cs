namespace Rego.Builtins.GraphQl.Syntax;

/// <summary>A type system document, part by part, each in the order of the text.</summary>
internal sealed class GraphQlSchemaDocument
{
    internal IReadOnlyList<GraphQlSchemaDefinition> Schemas { get; init; } = [];

    internal IReadOnlyList<GraphQlSchemaDefinition> SchemaExtensions { get; init; } = [];

    internal IReadOnlyList<GraphQlDirectiveDefinition> Directives { get; init; } = [];

    internal IReadOnlyList<GraphQlDefinition> Definitions { get; init; } = [];

    internal IReadOnlyList<GraphQlDefinition> Extensions { get; init; } = [];
}
