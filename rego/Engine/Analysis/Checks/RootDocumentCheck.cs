using Rego.Errors;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Checks;

/// <summary>Refuses rules and assigned variables that hide <c>input</c> or <c>data</c>.</summary>
internal static class RootDocumentCheck
{
    internal static void Run(Compilation compilation)
    {
        foreach (var module in compilation.Modules)
        {
            foreach (var rule in module.Rules)
            {
                CheckHead(rule, compilation.Errors);
            }
        }
    }

    internal static void CheckAssignments(SyntaxNode node, CompileErrors errors) =>
        ActionWalker.Walk(node, child =>
        {
            if (child is Expression expression && SpecialCalls.IsAssignment(expression, out var call) && RootDocuments.IsRoot(call.Arguments[0]))
            {
                var name = ((VarTerm)call.Arguments[0]).Name;
                errors.Add(DiagnosticCodes.Compile, $"variables must not shadow {name} (use a different variable name)", expression.Location);
            }

            return true;
        });

    private static void CheckHead(Rule rule, CompileErrors errors)
    {
        if (RootDocuments.IsRoot(rule.Head.Reference[0]))
        {
            var name = ((VarTerm)rule.Head.Reference[0]).Name;
            errors.Add(DiagnosticCodes.Compile, $"rules must not shadow {name} (use a different rule name)", rule.Location);
        }
    }
}
