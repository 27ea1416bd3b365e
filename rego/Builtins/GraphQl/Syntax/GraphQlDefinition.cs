namespace Rego.Builtins.GraphQl.Syntax;

/// <summary>The definition of a type, or an extension of one.</summary>
internal sealed class GraphQlDefinition
{
    private Dictionary<string, GraphQlFieldDefinition>? _fieldsByName;

    internal required string Kind { get; init; }

    internal string Description { get; init; } = string.Empty;

    internal required string Name { get; init; }

    internal IReadOnlyList<GraphQlDirective> Directives { get; init; } = [];

    internal IReadOnlyList<string> Interfaces { get; init; } = [];

    internal IReadOnlyList<GraphQlFieldDefinition> Fields { get; init; } = [];

    /// <summary>Of a union: its members.</summary>
    internal IReadOnlyList<string> Types { get; init; } = [];

    internal IReadOnlyList<GraphQlEnumValue> EnumValues { get; init; } = [];

    /// <summary>Whether every schema has it, unsaid.</summary>
    internal bool IsBuiltIn { get; init; }

    internal GraphQlPlace? Place { get; init; }

    internal bool IsLeaf => Kind is GraphQlTypeKind.Enum or GraphQlTypeKind.Scalar;

    internal bool IsAbstract => Kind is GraphQlTypeKind.Interface or GraphQlTypeKind.Union;

    internal bool IsComposite => Kind is GraphQlTypeKind.Object or GraphQlTypeKind.Interface or GraphQlTypeKind.Union;

    internal bool IsInput => Kind is GraphQlTypeKind.Scalar or GraphQlTypeKind.Enum or GraphQlTypeKind.InputObject;

    /// <summary>The field of a name; the first of several.</summary>
    internal GraphQlFieldDefinition? FindField(string name) =>
        (_fieldsByName ??= GraphQlNames.Index(Fields, field => field.Name)).GetValueOrDefault(name);

    /// <summary>This definition with what extensions add.</summary>
    internal GraphQlDefinition ExtendedBy(IReadOnlyList<GraphQlDefinition> extensions) => new()
    {
        Kind = Kind,
        Description = Description,
        Name = Name,
        Directives = [.. Directives, .. extensions.SelectMany(extension => extension.Directives)],
        Interfaces = [.. Interfaces, .. extensions.SelectMany(extension => extension.Interfaces)],
        Fields = [.. Fields, .. extensions.SelectMany(extension => extension.Fields)],
        Types = [.. Types, .. extensions.SelectMany(extension => extension.Types)],
        EnumValues = [.. EnumValues, .. extensions.SelectMany(extension => extension.EnumValues)],
        IsBuiltIn = IsBuiltIn,
        Place = Place,
    };
}
