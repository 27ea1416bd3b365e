namespace Rego.Builtins.GraphQl.Syntax;

/// <summary>A named value for a field or a directive.</summary>
internal sealed record GraphQlArgument(string Name, GraphQlValue Value, GraphQlPlace? Place);
