namespace Rego.Builtins.GraphQl.Syntax;

/// <summary>A field of a type, or an argument of a field or directive.</summary>
internal sealed class GraphQlFieldDefinition
{
    internal string Description { get; init; } = string.Empty;

    internal required string Name { get; init; }

    internal IReadOnlyList<GraphQlFieldDefinition> Arguments { get; init; } = [];

    internal GraphQlValue? Default { get; init; }

    internal required GraphQlType Type { get; init; }

    internal IReadOnlyList<GraphQlDirective> Directives { get; init; } = [];

    internal GraphQlPlace? Place { get; init; }

    /// <summary>Whether a caller has to give it.</summary>
    internal bool IsRequired => Type.IsNonNull && Default is null;

    /// <summary>The argument of a name; the first of several.</summary>
    internal GraphQlFieldDefinition? FindArgument(string name) => Arguments.FirstOrDefault(argument => argument.Name == name);
}
