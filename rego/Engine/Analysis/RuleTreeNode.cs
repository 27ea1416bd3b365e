using System.Diagnostics.CodeAnalysis;
using Rego.Values;

namespace Rego.Analysis;

/// <summary>A place below <c>data</c> at or below which there are rules or a package. Filled while the tree is built, not changed after.</summary>
internal sealed class RuleTreeNode
{
    private readonly Dictionary<RegoValue, RuleTreeNode> _children = [];
    private readonly List<RuleDefinition> _rules = [];

    internal RuleTreeNode(RegoValue key, RuleTreeNode? parent)
    {
        Key = key;
        Parent = parent;
    }

    /// <summary>The last part of its path.</summary>
    public RegoValue Key { get; }

    /// <summary>The node above; null at <c>data</c>.</summary>
    public RuleTreeNode? Parent { get; }

    /// <summary>The nodes below, by key.</summary>
    public IReadOnlyDictionary<RegoValue, RuleTreeNode> Children => _children;

    /// <summary>The nodes below, sorted by key: the order in which the compiler looks at them.</summary>
    public IEnumerable<RuleTreeNode> SortedChildren => _children.Values.OrderBy(child => child.Key);

    /// <summary>All definitions whose ground path ends here.</summary>
    public IReadOnlyList<RuleDefinition> Rules => _rules;

    /// <summary>Whether there is a rule at this node or below.</summary>
    public bool HasRules => _rules.Count > 0 || _children.Values.Any(child => child.HasRules);

    internal bool TryGetChild(RegoValue key, [NotNullWhen(true)] out RuleTreeNode? child) => _children.TryGetValue(key, out child);

    internal RuleTreeNode GetOrAdd(RegoValue key)
    {
        if (!_children.TryGetValue(key, out var child))
        {
            child = new RuleTreeNode(key, this);
            _children.Add(key, child);
        }

        return child;
    }

    internal void Add(RuleDefinition definition) => _rules.Add(definition);
}
