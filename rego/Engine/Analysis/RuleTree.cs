using System.Collections.Immutable;
using Rego.Syntax;
using Rego.Values;

namespace Rego.Analysis;

/// <summary>All rules by their paths, rooted at <c>data</c>.</summary>
internal sealed class RuleTree
{
    private RuleTree(RuleTreeNode root, ImmutableArray<RuleDefinition> definitions)
    {
        Root = root;
        Definitions = definitions;
    }

    /// <summary>The node of <c>data</c>.</summary>
    public RuleTreeNode Root { get; }

    /// <summary>All definitions: modules in their order, rules in theirs.</summary>
    public ImmutableArray<RuleDefinition> Definitions { get; }

    /// <summary>The node at a path below <c>data</c>, or null.</summary>
    public RuleTreeNode? Find(IEnumerable<RegoValue> path)
    {
        var node = Root;
        foreach (var key in path)
        {
            if (!node.Children.TryGetValue(key, out node))
            {
                return null;
            }
        }

        return node;
    }

    internal static RuleTree Build(IReadOnlyList<Module> modules)
    {
        var root = new RuleTreeNode(RegoString.From("data"), null);
        var definitions = ImmutableArray.CreateBuilder<RuleDefinition>();
        foreach (var module in modules)
        {
            var package = RulePaths.OfPackage(module.Package);
            _ = NodeAt(root, package);
            foreach (var rule in module.Rules)
            {
                var definition = RulePaths.Define(definitions.Count, rule, module, package);
                definitions.Add(definition);
                NodeAt(root, definition.Path).Add(definition);
            }
        }

        return new RuleTree(root, definitions.ToImmutable());
    }

    private static RuleTreeNode NodeAt(RuleTreeNode root, ImmutableArray<RegoValue> path)
    {
        var node = root;
        foreach (var key in path)
        {
            node = node.GetOrAdd(key);
        }

        return node;
    }
}
