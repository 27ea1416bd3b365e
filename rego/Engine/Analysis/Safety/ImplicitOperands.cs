using Rego.Analysis.Names;
using Rego.Syntax.Expressions;
using Rego.Trees;

namespace Rego.Analysis.Safety;

/// <summary>Sides of <c>or</c> and <c>and</c> without braces: they may read variables, but bind none.</summary>
internal sealed class ImplicitOperands
{
    private readonly Dictionary<LogicalExpression, HashSet<string>> _known = new(ReferenceEqualityComparer.Instance);

    /// <summary>The variables that such sides mention, but for those that the compiler made; not to be changed.</summary>
    internal HashSet<string> VariablesOf(LogicalExpression expression)
    {
        if (!_known.TryGetValue(expression, out var names))
        {
            names = [];
            Add(expression.Left, names);
            Add(expression.Right, names);
            _known.Add(expression, names);
        }

        return names;
    }

    private void Add(LogicalOperand operand, HashSet<string> names)
    {
        if (operand.IsBraced)
        {
            return;
        }

        foreach (var name in VariableCollector.Of(operand.Body, VariableFilter.Statement))
        {
            if (!name.StartsWith('$') && !LocalNames.IsGeneratedName(name))
            {
                names.Add(name);
            }
        }

        foreach (var expression in operand.Body.Expressions)
        {
            if (expression is LogicalExpression nested)
            {
                names.UnionWith(VariablesOf(nested));
            }
        }
    }
}
