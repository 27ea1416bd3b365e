using Rego.Analysis.Names;
using Rego.Builtins;
using Rego.Errors;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Checks;

/// <summary>Refuses calls of built-in functions that this policy may not call, and of deprecated ones.</summary>
internal static class BuiltinUseCheck
{
    private static readonly string[] MadeByCompiler = [SpecialCalls.Unify, SpecialCalls.InternalPrint, SpecialCalls.TemplateString];

    internal static void RunForbidden(Compilation compilation) =>
        CheckAll(compilation, compilation.IsForbidden, "unsafe");

    internal static void RunDeprecated(Compilation compilation) =>
        CheckAll(compilation, name => compilation.Builtins.TryGet(name, out var builtin) && builtin.IsDeprecated, "deprecated");

    /// <summary>Both checks on one node.</summary>
    internal static void Check(Compilation compilation, SyntaxNode node)
    {
        Check(compilation, node, compilation.IsForbidden, "unsafe");
        Check(compilation, node, name => compilation.Builtins.TryGet(name, out var builtin) && builtin.IsDeprecated, "deprecated");
    }

    private static void CheckAll(Compilation compilation, Func<string, bool> isRefused, string kind)
    {
        if (!compilation.CalledNames.Concat(MadeByCompiler).Any(isRefused))
        {
            return;
        }

        foreach (var module in compilation.Modules)
        {
            Check(compilation, module, isRefused, kind);
        }
    }

    private static void Check(Compilation compilation, SyntaxNode node, Func<string, bool> isRefused, string kind) =>
        ActionWalker.Walk(node, child =>
        {
            if (child is TermExpression { Term: CallTerm call } statement && BuiltinNames.Of(call.Operator) is { } name && isRefused(name))
            {
                compilation.Errors.Add(DiagnosticCodes.Type, $"{kind} built-in function calls in expression: {name}", statement.Location);
            }

            return true;
        });
}
