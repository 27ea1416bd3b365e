namespace Rego.Builtins.GraphQl.Syntax;

/// <summary>A variable that an operation declares.</summary>
internal sealed class GraphQlVariable
{
    internal required string Name { get; init; }

    internal required GraphQlType Type { get; init; }

    internal GraphQlValue? Default { get; init; }

    internal IReadOnlyList<GraphQlDirective> Directives { get; init; } = [];

    internal GraphQlPlace? Place { get; init; }

    /// <summary>Whether the operation uses it; the validation's walk finds out.</summary>
    internal bool IsUsed { get; set; }
}
