using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Analysis;

/// <summary>Refuses rules that read themselves, directly or through others.</summary>
internal sealed class RecursionCheck
{
    private readonly Compilation _compilation;
    private readonly RuleTree _rules;
    private readonly RuleBranchGraph _graph;
    private readonly HashSet<Rule> _suspects;
    private readonly Dictionary<Rule, string> _names = new(ReferenceEqualityComparer.Instance);

    private RecursionCheck(Compilation compilation)
    {
        _compilation = compilation;
        _rules = RuleTree.Build([.. compilation.Modules.Select(module => AssignedConstants.Rewrite(module, compilation.Locals))]);
        _graph = new RuleBranchGraph(_rules);
        _suspects = _graph.FindSuspects();
        foreach (var definition in _rules.Definitions)
        {
            foreach (var branch in RuleBranches.Of(definition.Rule))
            {
                _names.Add(branch, RuleNames.Of(definition, compilation.Locals));
            }
        }
    }

    internal static void Run(Compilation compilation)
    {
        var check = new RecursionCheck(compilation);
        if (check._suspects.Count > 0)
        {
            check.CheckBelow(check._rules.Root);
        }
    }

    private void CheckBelow(RuleTreeNode node)
    {
        foreach (var branch in node.Rules.SelectMany(definition => RuleBranches.Of(definition.Rule)))
        {
            Check(branch);
        }

        foreach (var child in node.SortedChildren)
        {
            CheckBelow(child);
        }
    }

    private void Check(Rule branch)
    {
        var cycle = _suspects.Contains(branch) ? _graph.FindCycle(branch) : [];
        if (cycle.Count > 0)
        {
            var way = string.Join(" -> ", cycle.Select(rule => _names[rule]));
            _compilation.Errors.Add(DiagnosticCodes.Recursion, $"rule {_names[branch]} is recursive: {way}", branch.Location);
        }
    }
}
