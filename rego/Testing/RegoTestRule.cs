using System.Collections.Immutable;
using Rego.Analysis.Rewriting;
using Rego.Diagnostics;
using Rego.Parsing;
using Rego.Printing;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Testing;

/// <summary>A test rule as it stands in its module.</summary>
internal sealed class RegoTestRule
{
    private readonly ImmutableArray<Term> _path;
    private readonly Package _package;
    private readonly Rule _rule;

    /// <param name="package">The package.</param>
    /// <param name="length">How many parts of the rule's name there are up to the one that makes it a test.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="occurrence">How many definitions of the same name stand before it.</param>
    private RegoTestRule(Package package, int length, Rule rule, int occurrence)
    {
        _package = package;
        _path = rule.Head.Reference[..length];
        _rule = rule;
        Occurrence = occurrence;
    }

    internal SourceLocation Location => _rule.Location;

    /// <summary>The package, from <c>data</c>.</summary>
    internal string Package => TermPrinter.PrintReference(_package.Path);

    /// <summary>Whether it has a case for each value of what is computed in its name: <c>test_x[note]</c>.</summary>
    internal bool IsTable => _rule.Head.Key is null && _rule.Head.Reference.Skip(_path.Length).Any(part => ConstantTerms.ToValue(part) is null);

    /// <summary>How many definitions of the same name stand before it in the package.</summary>
    internal int Occurrence { get; }

    internal string Name => TestNames.Numbered(TermPrinter.PrintReference(_path), Occurrence);

    internal string FullName => $"{Package}.{Name}";

    internal bool IsTodo => LastName.StartsWith(TestNames.TodoPrefix, StringComparison.Ordinal);

    /// <summary>Asks for it in a policy whose tests are numbered.</summary>
    internal string Query => TermPrinter.PrintReference([.. _package.Path, .. _path[..^1].Select(AsText), new StringTerm(default, TestNames.Numbered(LastName, Occurrence), isRaw: false)]);

    private string LastName => TestNames.NameOf(_path[^1], _path.Length - 1)!;

    internal static List<RegoTestRule> Find(IReadOnlyList<RegoSource> sources, DiagnosticBag errors)
    {
        var found = new List<RegoTestRule>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            if ((source.Parsed ?? Parser.ParseModule(new SourceFile(source.Path, source.Text), errors)) is { } module)
            {
                Collect(module, found, seen);
            }
        }

        return found;
    }

    private static void Collect(Module module, List<RegoTestRule> found, Dictionary<string, int> seen)
    {
        var package = TermPrinter.PrintReference(module.Package.Path);
        foreach (var rule in module.Rules)
        {
            var length = TestNames.PartOf(rule.Head.Reference) + 1;
            if (length == 0)
            {
                continue;
            }

            var key = $"{package}.{TermPrinter.PrintReference(rule.Head.Reference[..length])}";
            seen.TryGetValue(key, out var occurrence);
            seen[key] = occurrence + 1;
            found.Add(new RegoTestRule(module.Package, length, rule, occurrence));
        }
    }

    private static Term AsText(Term part, int at) => new StringTerm(part.Location, TestNames.NameOf(part, at)!, isRaw: false);
}
