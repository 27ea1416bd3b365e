namespace Rego.Builtins.GraphQl.Syntax;

/// <summary>A field that is asked for.</summary>
internal sealed class GraphQlField : GraphQlSelection
{
    /// <summary>The name of the field in the answer; empty for none in a tree that came from outside.</summary>
    internal required string Alias { get; init; }

    internal required string Name { get; init; }

    internal IReadOnlyList<GraphQlArgument> Arguments { get; init; } = [];

    internal IReadOnlyList<GraphQlSelection> Selections { get; init; } = [];

    /// <summary>The field in the schema, where it has one; set by the validation's walk.</summary>
    internal GraphQlFieldDefinition? Definition { get; set; }

    /// <summary>Under which name the answer has it.</summary>
    internal string ResponseName => Alias.Length > 0 ? Alias : Name;
}
