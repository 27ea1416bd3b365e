using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>A variable stands where its type may.</summary>
internal sealed class VariablesInAllowedPosition : GraphQlRule
{
    internal override void Value(GraphQlWalk walk, GraphQlValue value)
    {
        if (value is not { Kind: GraphQlValueKind.Variable, ExpectedType: { } expected, Variable: { } variable } || walk.CurrentOperation is null)
        {
            return;
        }

        var hasDefault = variable.Default is { Kind: not GraphQlValueKind.Null };
        if (!variable.Type.IsUsableAs(hasDefault ? expected with { IsNonNull = false } : expected))
        {
            walk.Report(value.Place, $"Variable \"{value}\" of type \"{variable.Type}\" used in position expecting type \"{expected}\".");
        }
    }
}
