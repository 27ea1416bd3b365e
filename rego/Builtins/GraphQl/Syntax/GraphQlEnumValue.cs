namespace Rego.Builtins.GraphQl.Syntax;

/// <summary>A value of an enumeration.</summary>
internal sealed record GraphQlEnumValue(string Description, string Name, IReadOnlyList<GraphQlDirective> Directives);
