using System.Collections.Immutable;
using System.Globalization;
using Rego.Printing;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Rewriting;

/// <summary>Gives each later definition of a test's name a name of its own, <c>test_x#01</c>, so that each is a test by itself.</summary>
internal static class TestNames
{
    internal const string Prefix = "test_";

    /// <summary>What begins the name of a test that is still to be done.</summary>
    internal const string TodoPrefix = "todo_test_";

    internal static void Run(Compilation compilation)
    {
        if (!compilation.Options.NumbersTests)
        {
            return;
        }

        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        compilation.Update(module => Make.Module(module, [.. module.Rules.Select(rule => Number(module, rule, seen))]));
    }

    /// <summary>The name of a test before which so many others have its name.</summary>
    internal static string Numbered(string name, int occurrence) =>
        occurrence == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}#{occurrence:00}");

    /// <summary>Whether a rule is a test.</summary>
    internal static bool IsTest(Rule rule) =>
        rule.Head.Reference[0] is VarTerm name && name.Name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Which part of a rule's name makes it a test, to be run or to be done; negative where none does.</summary>
    internal static int PartOf(ImmutableArray<Term> reference)
    {
        for (var i = 0; i < reference.Length && NameOf(reference[i], i) is { } name; i++)
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal) || name.StartsWith(TodoPrefix, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>A part of a rule's name as text; null where it is another term.</summary>
    internal static string? NameOf(Term part, int at) => part switch
    {
        VarTerm variable when at == 0 => variable.Name,
        StringTerm text => text.Value,
        _ => null,
    };

    private static Rule Number(Module module, Rule rule, Dictionary<string, int> seen)
    {
        var head = rule.Head;
        var at = PartOf(head.Reference);
        if (at < 0 || NameOf(head.Reference[at], at) is not { } name || !name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return rule;
        }

        var key = TermPrinter.PrintReference([.. module.Package.Path, .. head.Reference[..(at + 1)]]);
        seen[key] = seen.GetValueOrDefault(key) + 1;
        if (seen[key] == 1)
        {
            return rule;
        }

        var numbered = Numbered(name, seen[key] - 1);
        var location = head.Reference[at].Location;
        Term part = at == 0 ? new VarTerm(location, numbered) : new StringTerm(location, numbered, isRaw: false);
        return Make.Rule(rule, Make.Head(head, head.Reference.SetItem(at, part), head.Arguments, head.Key, head.Value), rule.Body, rule.Else);
    }
}
