using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>The variables of an operation have different names.</summary>
internal sealed class UniqueVariableNames : GraphQlRule
{
    internal override void Operation(GraphQlWalk walk, GraphQlOperation operation)
    {
        foreach (var same in operation.Variables.GroupBy(variable => variable.Name).Where(group => group.Count() > 1))
        {
            walk.Report(same.ElementAt(1).Place, $"There can be only one variable named \"${same.Key}\".");
        }
    }
}
