using Rego.Analysis.Rewriting;
using Rego.Syntax;

namespace Rego.Analysis.Checks;

/// <summary>Which branches of rules (a rule, or one of its <c>else</c>s) read which.</summary>
internal sealed class RuleBranchGraph
{
    private readonly Dictionary<Rule, List<Rule>> _edges = new(ReferenceEqualityComparer.Instance);

    internal RuleBranchGraph(RuleTree rules, RuleReads reads)
    {
        foreach (var definition in rules.Definitions)
        {
            foreach (var (branch, indexes) in RuleBranches.Of(definition.Rule).Zip(reads.Of(definition)))
            {
                _edges[branch] = [.. indexes.SelectMany(index => RuleBranches.Of(rules.Definitions[index].Rule)).Distinct()];
            }
        }
    }

    /// <summary>The branches that are on a cycle or lead to one.</summary>
    internal HashSet<Rule> FindSuspects()
    {
        var readers = new Dictionary<Rule, List<Rule>>(ReferenceEqualityComparer.Instance);
        var open = new Dictionary<Rule, int>(ReferenceEqualityComparer.Instance);
        foreach (var (branch, reads) in _edges)
        {
            open[branch] = reads.Count;
            reads.ForEach(read => (readers.TryGetValue(read, out var known) ? known : readers[read] = []).Add(branch));
        }

        var settled = new Queue<Rule>(open.Where(pair => pair.Value == 0).Select(pair => pair.Key));
        while (settled.TryDequeue(out var branch))
        {
            open.Remove(branch);
            foreach (var reader in readers.GetValueOrDefault(branch) ?? [])
            {
                if (--open[reader] == 0)
                {
                    settled.Enqueue(reader);
                }
            }
        }

        return new HashSet<Rule>(open.Keys, ReferenceEqualityComparer.Instance);
    }

    /// <summary>A way from a branch back to itself, both ends included; empty where there is none.</summary>
    internal IReadOnlyList<Rule> FindCycle(Rule start)
    {
        var path = new List<Rule>();
        return Search(start, start, new HashSet<Rule>(ReferenceEqualityComparer.Instance), path) ? path : [];
    }

    /// <summary>Searches depth first with a stack of its own: rules may depend on each other in chains of any length.</summary>
    private bool Search(Rule start, Rule target, HashSet<Rule> visited, List<Rule> path)
    {
        var stack = new Stack<(Rule Node, int Next)>([(start, 0)]);
        visited.Add(start);
        while (stack.TryPop(out var top))
        {
            var edges = _edges[top.Node];
            if (top.Next >= edges.Count)
            {
                continue;
            }

            stack.Push((top.Node, top.Next + 1));
            var next = edges[top.Next];
            if (ReferenceEquals(next, target))
            {
                path.AddRange(stack.Reverse().Select(entry => entry.Node));
                path.Add(target);
                return true;
            }

            if (visited.Add(next))
            {
                stack.Push((next, 0));
            }
        }

        return false;
    }
}
