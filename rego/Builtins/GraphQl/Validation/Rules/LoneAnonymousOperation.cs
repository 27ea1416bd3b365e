using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>An operation without a name is alone.</summary>
internal sealed class LoneAnonymousOperation : GraphQlRule
{
    internal override void Operation(GraphQlWalk walk, GraphQlOperation operation)
    {
        if (operation.Name.Length == 0 && walk.Query.Operations.Count > 1)
        {
            walk.Report(operation.Place, "This anonymous operation must be the only defined operation.");
        }
    }
}
