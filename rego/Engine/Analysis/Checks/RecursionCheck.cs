using Rego.Analysis.Names;
using Rego.Analysis.Rewriting;
using Rego.Errors;
using Rego.Syntax;

namespace Rego.Analysis.Checks;

/// <summary>Refuses rules that read themselves, directly or through others.</summary>
internal sealed class RecursionCheck
{
    private readonly Compilation _compilation;
    private readonly RuleTree _rules;
    private readonly RuleBranchGraph _graph;
    private readonly HashSet<Rule> _suspects;
    private readonly Dictionary<Rule, string> _names = new(ReferenceEqualityComparer.Instance);

    private RecursionCheck(Compilation compilation, RuleTree rules)
    {
        _compilation = compilation;
        _rules = rules;
        _graph = new RuleBranchGraph(rules, compilation.Reads);
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
        var modules = compilation.ModulesWithConstants;
        var rules = modules == compilation.Modules ? compilation.Rules : RuleTree.Build(modules);
        compilation.Reads = new RuleReads(rules, compilation.Builtins);
        if (!IsSettled(rules, compilation.Reads))
        {
            var check = new RecursionCheck(compilation, rules);
            check.CheckBelow(rules.Root);
        }
    }

    /// <summary>Whether no rule is on a circle; of single branches it need not be asked then.</summary>
    private static bool IsSettled(RuleTree rules, RuleReads reads)
    {
        var readers = new List<int>?[rules.Definitions.Length];
        var open = new int[readers.Length];
        var settled = new Stack<int>();
        foreach (var definition in rules.Definitions)
        {
            foreach (var read in reads.OfAllBranches(definition))
            {
                open[definition.Index]++;
                (readers[read] ??= []).Add(definition.Index);
            }

            if (open[definition.Index] == 0)
            {
                settled.Push(definition.Index);
            }
        }

        var count = 0;
        while (settled.TryPop(out var index))
        {
            count++;
            foreach (var reader in readers[index] ?? [])
            {
                if (--open[reader] == 0)
                {
                    settled.Push(reader);
                }
            }
        }

        return count == readers.Length;
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
