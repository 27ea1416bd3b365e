using System.Globalization;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Analysis;

/// <summary>Gives each later definition of a test's name a name of its own, <c>test_x#01</c>, so that each is a test by itself.</summary>
internal static class TestNames
{
    internal const string Prefix = "test_";

    internal static void Run(Compilation compilation)
    {
        if (!compilation.Options.NumbersTests)
        {
            return;
        }

        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        compilation.Update(module => Make.Module(module, [.. module.Rules.Select(rule => Number(module, rule, seen))]));
    }

    /// <summary>Whether a rule is a test.</summary>
    internal static bool IsTest(Rule rule) =>
        rule.Head.Reference[0] is VarTerm name && name.Name.StartsWith(Prefix, StringComparison.Ordinal);

    private static Rule Number(Module module, Rule rule, Dictionary<string, int> seen)
    {
        if (!IsTest(rule))
        {
            return rule;
        }

        var name = (VarTerm)rule.Head.Reference[0];
        var key = $"{Printing.TermPrinter.PrintReference(module.Package.Path)}.{name.Name}";
        seen[key] = seen.GetValueOrDefault(key) + 1;
        if (seen[key] == 1)
        {
            return rule;
        }

        var numbered = new VarTerm(name.Location, string.Create(CultureInfo.InvariantCulture, $"{name.Name}#{seen[key] - 1:00}"));
        var head = rule.Head;
        return Make.Rule(rule, Make.Head(head, head.Reference.SetItem(0, numbered), head.Arguments, head.Key, head.Value), rule.Body, rule.Else);
    }
}
