using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>The schema has operations of the kind.</summary>
internal sealed class KnownRootType : GraphQlRule
{
    internal override void Operation(GraphQlWalk walk, GraphQlOperation operation)
    {
        if (walk.Schema.Root(operation) is null)
        {
            walk.Report(operation.Place, $"Schema does not support operation type \"{operation.Kind}\"");
        }
    }
}
