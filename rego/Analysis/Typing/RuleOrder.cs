using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Analysis;

/// <summary>Sorts rules so that each comes behind what it reads. There must be no recursion.</summary>
internal sealed class RuleOrder
{
    private readonly RuleTree _rules;
    private readonly HashSet<int> _done = [];
    private readonly List<RuleDefinition> _sorted = [];

    internal RuleOrder(RuleTree rules)
    {
        _rules = rules;
        foreach (var definition in rules.Definitions)
        {
            Visit(definition);
        }
    }

    /// <summary>All definitions in the order.</summary>
    internal IReadOnlyList<RuleDefinition> Sorted => _sorted;

    /// <summary>Visits depth first with a stack of its own: chains may be of any length.</summary>
    private void Visit(RuleDefinition start)
    {
        var stack = new Stack<(RuleDefinition Definition, Queue<RuleDefinition> Open)>();
        Push(stack, start);
        while (stack.TryPeek(out var top))
        {
            if (top.Open.TryDequeue(out var next))
            {
                Push(stack, next);
            }
            else
            {
                _sorted.Add(stack.Pop().Definition);
            }
        }
    }

    private void Push(Stack<(RuleDefinition Definition, Queue<RuleDefinition> Open)> stack, RuleDefinition definition)
    {
        if (_done.Add(definition.Index))
        {
            stack.Push((definition, new Queue<RuleDefinition>(RuleBranches.Of(definition.Rule).SelectMany(branch => RuleReads.OfBranch(branch, _rules)))));
        }
    }
}
