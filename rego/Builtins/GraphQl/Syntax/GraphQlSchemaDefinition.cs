namespace Rego.Builtins.GraphQl.Syntax;

/// <summary>The definition of a schema's roots, or an extension of one.</summary>
internal sealed record GraphQlSchemaDefinition(
    string Description, IReadOnlyList<GraphQlDirective> Directives, IReadOnlyList<GraphQlOperationType> OperationTypes, GraphQlPlace? Place);
