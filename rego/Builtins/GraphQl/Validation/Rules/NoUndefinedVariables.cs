using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>An operation declares the variables that it uses.</summary>
internal sealed class NoUndefinedVariables : GraphQlRule
{
    internal override void Value(GraphQlWalk walk, GraphQlValue value)
    {
        if (value.Kind != GraphQlValueKind.Variable || value.Variable is not null || walk.CurrentOperation is not { } operation)
        {
            return;
        }

        walk.Report(
            value.Place,
            operation.Name.Length > 0
                ? $"Variable \"{value}\" is not defined by operation \"{operation.Name}\"."
                : $"Variable \"{value}\" is not defined.");
    }
}
