using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>Operations have different names.</summary>
internal sealed class UniqueOperationNames : GraphQlRule
{
    private readonly HashSet<string> _seen = [];

    internal override void Operation(GraphQlWalk walk, GraphQlOperation operation)
    {
        if (operation.Name.Length > 0 && !_seen.Add(operation.Name))
        {
            walk.Report(operation.Place, $"There can be only one operation named \"{operation.Name}\".");
        }
    }
}
