using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Analysis;

/// <summary>Sides of <c>or</c> and <c>and</c> without braces: they may read variables, but bind none.</summary>
internal static class ImplicitOperands
{
    /// <summary>The variables that such sides mention, but for those that the compiler made.</summary>
    internal static IEnumerable<string> VariablesOf(Expression expression)
    {
        if (expression is not LogicalExpression logical)
        {
            return [];
        }

        return new[] { logical.Left, logical.Right }
            .Where(operand => !operand.IsBraced)
            .SelectMany(operand => VariableCollector.Of(operand.Body, VariableFilter.Statement)
                .Where(name => !name.StartsWith('$') && !LocalNames.IsGeneratedName(name))
                .Concat(operand.Body.Expressions.SelectMany(VariablesOf)));
    }
}
