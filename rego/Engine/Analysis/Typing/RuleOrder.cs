using Rego.Analysis.Checks;

namespace Rego.Analysis.Typing;

/// <summary>Sorts rules so that each comes behind what it reads. There must be no recursion.</summary>
internal sealed class RuleOrder
{
    private readonly RuleTree _rules;
    private readonly RuleReads _reads;
    private readonly HashSet<int> _done = [];
    private readonly List<RuleDefinition> _sorted = [];

    /// <summary>The definitions that are being visited, each with the branch and the place in it to look at next.</summary>
    private readonly Stack<(RuleDefinition Definition, int Branch, int Next)> _stack = [];

    internal RuleOrder(RuleTree rules, RuleReads reads)
    {
        _rules = rules;
        _reads = reads;
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
        Push(start);
        while (_stack.TryPop(out var top))
        {
            var branches = _reads.Of(top.Definition);
            if (top.Branch == branches.Length)
            {
                _sorted.Add(top.Definition);
            }
            else if (top.Next == branches[top.Branch].Length)
            {
                _stack.Push((top.Definition, top.Branch + 1, 0));
            }
            else
            {
                _stack.Push((top.Definition, top.Branch, top.Next + 1));
                Push(_rules.Definitions[branches[top.Branch][top.Next]]);
            }
        }
    }

    private void Push(RuleDefinition definition)
    {
        if (_done.Add(definition.Index))
        {
            _stack.Push((definition, 0, 0));
        }
    }
}
