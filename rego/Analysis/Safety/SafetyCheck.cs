using System.Collections.Immutable;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Analysis;

/// <summary>Sees to it that every variable is bound where it is needed; orders statements for that.</summary>
internal static class SafetyCheck
{
    /// <summary>Checks the heads of all rules: their variables must come up in their bodies.</summary>
    internal static void RunHeads(Compilation compilation)
    {
        foreach (var rule in compilation.Modules.SelectMany(module => module.Rules))
        {
            for (var branch = rule; branch is not null; branch = branch.Else)
            {
                CheckHead(compilation, branch, rule.Head.Arguments);
            }
        }
    }

    /// <summary>Orders the bodies of all rules.</summary>
    internal static void RunBodies(Compilation compilation) =>
        compilation.UpdateRules(rule => Arrange(compilation, rule, GlobalsOf(rule.Head.Arguments)));

    /// <summary>Orders one body.</summary>
    internal static Body Arrange(Compilation compilation, Body body, IReadOnlySet<string> globals)
    {
        var found = new UnsafeVariables();
        var arranged = StatementOrder.Arrange(body, globals, compilation.ArityOf, found);
        if (!found.Any)
        {
            return arranged;
        }

        foreach (var error in found.ToErrors(compilation.Locals))
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

    private static Rule Arrange(Compilation compilation, Rule rule, HashSet<string> globals) =>
        Make.Rule(
            rule,
            rule.Head,
            rule.Body is null ? null : Arrange(compilation, rule.Body, globals),
            rule.Else is null ? null : Arrange(compilation, rule.Else, globals));

    private static void CheckHead(Compilation compilation, Rule rule, ImmutableArray<Term> arguments)
    {
        var names = VariableCollector.Of(rule.Head.Value);
        names.UnionWith(VariableCollector.Of(rule.Head.Key));
        names.UnionWith(VariableCollector.Of(rule.Head.Reference.IsDefaultOrEmpty ? [] : rule.Head.Reference[1..]));
        names.ExceptWith(GlobalsOf(arguments));
        names.ExceptWith(VariableCollector.Of(rule.Body, VariableFilter.Statement));
        foreach (var name in names.Where(name => !compilation.Locals.IsGenerated(name)).Order(StringComparer.Ordinal))
        {
            compilation.Errors.Add(DiagnosticCodes.UnsafeVar, $"var {compilation.Locals.Original(name)} is unsafe", rule.Location);
        }
    }
}
