using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>Variables are of types that can come in.</summary>
internal sealed class VariablesAreInputTypes : GraphQlRule
{
    internal override void Operation(GraphQlWalk walk, GraphQlOperation operation)
    {
        foreach (var variable in operation.Variables)
        {
            if (walk.Schema.Find(variable.Type.BaseName) is { IsInput: false })
            {
                walk.Report(variable.Place, $"Variable \"${variable.Name}\" cannot be non-input type \"{variable.Type}\".");
            }
        }
    }
}
