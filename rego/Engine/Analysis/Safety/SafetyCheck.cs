using System.Collections.Immutable;
using Rego.Analysis.Rewriting;
using Rego.Diagnostics;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Trees;
using Rego.Work;

namespace Rego.Analysis.Safety;

/// <summary>Sees to it that every variable is bound where it is needed; orders statements for that.</summary>
internal static class SafetyCheck
{
    /// <summary>Checks the heads of all rules: their variables must come up in their bodies.</summary>
    internal static void RunHeads(Compilation compilation)
    {
        foreach (var module in compilation.Modules)
        {
            var suffixes = new RuleSuffixes(module);
            foreach (var rule in module.Rules)
            {
                foreach (var branch in RuleBranches.Of(rule))
                {
                    CheckHead(compilation, branch, rule.Head.Arguments, suffixes.Of(rule));
                }
            }
        }
    }

    /// <summary>Orders the bodies of all rules.</summary>
    internal static void RunBodies(Compilation compilation)
    {
        compilation.Update(module =>
        {
            var suffixes = new RuleSuffixes(module);
            return Make.Module(module, SyntaxRewriter.Map(module.Rules, rule => Arrange(compilation, rule, GlobalsOf(rule.Head.Arguments), suffixes.Of(rule))));
        });
    }

    /// <summary>Orders one body.</summary>
    internal static Body Arrange(Compilation compilation, Body body, IReadOnlySet<string> globals, string suffix = "")
    {
        var found = new UnsafeVariables();
        var arranged = StatementOrder.Arrange(body, globals, compilation.ArityOf, found);
        if (!found.Any)
        {
            return arranged;
        }

        foreach (var error in found.ToErrors(compilation.Locals, suffix))
        {
            compilation.Errors.Add(error);
        }

        return body;
    }

    /// <summary>The variables that are bound where a body with these arguments begins.</summary>
    internal static HashSet<string> GlobalsOf(ImmutableArray<Term> arguments)
    {
        var globals = VariableCollector.Of(arguments);
        globals.UnionWith(RootDocuments.Names);
        return globals;
    }

    private static Rule Arrange(Compilation compilation, Rule rule, HashSet<string> globals, string suffix)
    {
        CompilerWork.At(rule.Location);
        return Make.Rule(
            rule,
            rule.Head,
            rule.Body is null ? null : Arrange(compilation, rule.Body, globals, suffix),
            rule.Else is null ? null : Arrange(compilation, rule.Else, globals, suffix));
    }

    private static void CheckHead(Compilation compilation, Rule rule, ImmutableArray<Term> arguments, string suffix)
    {
        var bound = GlobalsOf(arguments);
        VariableCollector.AddTo(bound, rule.Body, VariableFilter.Statement);
        ActionWalker.Walk(rule.Head, node =>
        {
            if (node is VarTerm variable && node != rule.Head.Reference.FirstOrDefault() && bound.Add(variable.Name) && !compilation.Locals.IsGenerated(variable.Name))
            {
                compilation.Errors.Add(UnsafeVariables.Error(compilation.Locals.Original(variable.Name), variable.Location, suffix));
            }

            return true;
        });
    }
}
