using Rego.Analysis.Names;
using Rego.Builtins;
using Rego.Errors;
using Rego.Printing;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Checks;

/// <summary>Refuses calls without a result where a value is needed.</summary>
internal static class VoidCallCheck
{
    internal static void Run(Compilation compilation)
    {
        if (!compilation.CalledNames.Any(name => compilation.Builtins.TryGet(name, out var builtin) && builtin.Type.Result is null))
        {
            return;
        }

        foreach (var module in compilation.Modules)
        {
            Check(compilation, module);
        }
    }

    internal static void Check(Compilation compilation, SyntaxNode root) =>
        ActionWalker.Walk(root, node =>
        {
            if (node is TermExpression { Term: CallTerm statement } expression)
            {
                // The statement itself needs no value, its operands do.
                foreach (var part in statement.Arguments.Cast<SyntaxNode>().Concat(expression.WithModifiers))
                {
                    Check(compilation, part);
                }

                return false;
            }

            if (node is CallTerm call && BuiltinNames.TryFind(compilation.Builtins, call.Operator, out var builtin) && builtin.Type.Result is null)
            {
                compilation.Errors.Add(DiagnosticCodes.Type, $"{TermPrinter.ToText(call)} used as value", call.Location);
            }

            return true;
        });
}
