using Rego.Analysis.Names;
using Rego.Errors;
using Rego.Printing;
using Rego.Sources;
using Rego.Syntax;
using Rego.Values;

namespace Rego.Analysis.Checks;

/// <summary>Refuses rules of different kinds at one place, rules within complete rules, and rules where base data or packages stand.</summary>
internal sealed class RuleConflictCheck
{
    private readonly Compilation _compilation;

    private RuleConflictCheck(Compilation compilation) => _compilation = compilation;

    internal static void Run(Compilation compilation)
    {
        var check = new RuleConflictCheck(compilation);
        check.CheckBelow(compilation.Rules.Root);
        if (!compilation.Options.AllowRulesOverData)
        {
            check.CheckData(compilation.Rules.Root, compilation.Data, []);
        }

        check.CheckPackages();
    }

    private void CheckBelow(RuleTreeNode node)
    {
        if (node.Rules.Count > 0)
        {
            CheckNode(node);
        }

        foreach (var child in node.SortedChildren)
        {
            CheckBelow(child);
        }
    }

    private void CheckNode(RuleTreeNode node)
    {
        var rules = node.Rules;
        if (rules.Count == 1 && node.Children.Count == 0)
        {
            return;
        }

        var below = rules.Any(rule => rule.DynamicPath.IsEmpty) ? RulesBelow(node) : [];
        var defaults = rules.Where(rule => rule.IsDefault).ToList();
        if (below.Count > 0)
        {
            Report($"rule {NameOf(rules)} conflicts with:{string.Concat(below.Select(rule => $"\n  rule {rule}"))}", rules[0].Rule.Location);
        }
        else if (AreMixed(rules))
        {
            Report($"conflicting rules {NameOf(rules)} found", rules[0].Rule.Location);
        }
        else if (defaults.Count > 1)
        {
            var places = string.Join(", ", defaults.Select(rule => RuleNames.PlaceOf(rule.Rule)));
            Report($"multiple default rules {NameOf(rules)} found at {places}", defaults[0].Module.Package.Location);
        }
    }

    private string NameOf(IReadOnlyList<RuleDefinition> rules) => RuleNames.Of(rules[^1], _compilation.Locals);

    private static bool AreMixed(IReadOnlyList<RuleDefinition> rules)
    {
        var sets = rules.Count(rule => rule.Kind == RuleKind.PartialSet);
        var complete = rules.Count(rule => rule.Kind != RuleKind.PartialSet && rule.DynamicPath.IsEmpty);
        return (sets > 0 && sets < rules.Count)
            || (complete > 0 && complete < rules.Count)
            || rules.Select(rule => rule.Rule.Head.ArgumentCount).Distinct().Count() > 1;
    }

    private List<string> RulesBelow(RuleTreeNode node)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var child in node.SortedChildren)
        {
            Collect(child);
        }

        return [.. found];

        void Collect(RuleTreeNode below)
        {
            if (below.Rules.Count > 0)
            {
                var rule = below.Rules[0];
                found.Add($"{RuleNames.Of(rule, _compilation.Locals)} at {RuleNames.PlaceOf(rule.Rule)}");
                return;
            }

            foreach (var child in below.SortedChildren)
            {
                Collect(child);
            }
        }
    }

    private void CheckData(RuleTreeNode node, RegoValue data, List<string> path)
    {
        foreach (var child in node.SortedChildren)
        {
            if (child.Key is not RegoString key || data is not RegoObject obj || !obj.TryGetValue(key, out var value))
            {
                continue;
            }

            path.Add(key.Value);
            if (child.Rules.Count > 0 && !_compilation.Options.AllowDataConflicts)
            {
                _compilation.Errors.Add(DiagnosticCodes.Compile, $"conflicting rule for data path {string.Join('/', path)} found", child.Rules[0].Rule.Location);
            }

            CheckData(child, value, path);
            path.RemoveAt(path.Count - 1);
        }
    }

    private void CheckPackages()
    {
        if (!_compilation.Modules.Any(module => _compilation.Rules.Find(RulePaths.OfPackage(module.Package)) is { Rules.Count: > 0 }))
        {
            return;
        }

        var packages = _compilation.Modules.ToLookup(module => RuleNames.OfPackage(module.Package));
        foreach (var rule in _compilation.Rules.Definitions.Where(rule => rule.DynamicPath.IsEmpty))
        {
            foreach (var module in packages[RuleNames.Of(rule, _compilation.Locals)].Where(module => module != rule.Module))
            {
                var package = RuleNames.OfPackage(module.Package)["data.".Length..];
                var head = TermPrinter.ToText(rule.Rule.Head.Reference[0], rule.Rule.Head.Reference.Skip(1));
                Report($"package {package} conflicts with rule {head} defined at {RuleNames.PlaceOf(rule.Rule)}", rule.Module.Package.Location);
            }
        }
    }

    private void Report(string message, SourceLocation location) => _compilation.Errors.Add(DiagnosticCodes.Type, message, location);
}
