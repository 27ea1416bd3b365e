namespace Rego.Builtins.GraphQl.Syntax;

/// <summary>Which type is the root of an operation.</summary>
internal sealed record GraphQlOperationType(string Operation, string Type, GraphQlPlace? Place);
