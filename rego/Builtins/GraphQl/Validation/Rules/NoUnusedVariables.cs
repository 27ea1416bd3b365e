using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>An operation uses the variables that it declares.</summary>
internal sealed class NoUnusedVariables : GraphQlRule
{
    internal override void Operation(GraphQlWalk walk, GraphQlOperation operation)
    {
        foreach (var variable in operation.Variables.Where(variable => !variable.IsUsed))
        {
            walk.Report(
                variable.Place,
                operation.Name.Length > 0
                    ? $"Variable \"${variable.Name}\" is never used in operation \"{operation.Name}\"."
                    : $"Variable \"${variable.Name}\" is never used.");
        }
    }
}
