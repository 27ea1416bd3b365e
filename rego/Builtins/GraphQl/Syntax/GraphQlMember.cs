namespace Rego.Builtins.GraphQl.Syntax;

/// <summary>An element of a list value (without a name) or a member of an object value.</summary>
internal sealed record GraphQlMember(string Name, GraphQlValue Value, GraphQlPlace? Place);
