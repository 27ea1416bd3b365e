using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation;

/// <summary>A valid schema, ready to hold queries against. Immutable.</summary>
internal sealed class GraphQlSchema
{
    internal required IReadOnlyDictionary<string, GraphQlDefinition> Types { get; init; }

    internal required IReadOnlyDictionary<string, GraphQlDirectiveDefinition> Directives { get; init; }

    /// <summary>Which types a value of a composite type may have, by the name of that type.</summary>
    internal required IReadOnlyDictionary<string, IReadOnlyList<string>> PossibleTypes { get; init; }

    /// <summary>The root types, by the operation's keyword.</summary>
    internal required IReadOnlyDictionary<string, GraphQlDefinition> Roots { get; init; }

    /// <summary>The definition of a name, or null.</summary>
    internal GraphQlDefinition? Find(string name) => Types.GetValueOrDefault(name);

    /// <summary>The root type of an operation, or null; no keyword stands for a query.</summary>
    internal GraphQlDefinition? Root(GraphQlOperation operation) => Roots.GetValueOrDefault(operation.Kind.Length == 0 ? "query" : operation.Kind);

    /// <summary>Which types a value of a type may have.</summary>
    internal IReadOnlyList<string> PossibleTypesOf(GraphQlDefinition definition) => PossibleTypes.GetValueOrDefault(definition.Name, []);
}
