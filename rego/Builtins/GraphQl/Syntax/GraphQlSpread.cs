namespace Rego.Builtins.GraphQl.Syntax;

/// <summary>A fragment put in by its name.</summary>
internal sealed class GraphQlSpread : GraphQlSelection
{
    internal required string Name { get; init; }

    /// <summary>The fragment, where the document has it; set by the validation's walk.</summary>
    internal GraphQlFragment? Fragment { get; set; }
}
