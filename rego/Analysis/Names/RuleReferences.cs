using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Analysis;

/// <summary>Finds rules by references.</summary>
internal static class RuleReferences
{
    /// <summary>The rules whose ground path is exactly the reference.</summary>
    internal static IReadOnlyList<RuleDefinition> RulesAt(RuleTree rules, Term term) => NodeAt(rules, term)?.Rules ?? [];

    /// <summary>The node at exactly the reference, or null.</summary>
    internal static RuleTreeNode? NodeAt(RuleTree rules, Term term)
    {
        if (!RootDocuments.IsBelow(term, RootDocuments.Data))
        {
            return null;
        }

        var node = rules.Root;
        foreach (var part in PathOf(term))
        {
            if (ConstantTerms.ToScalar(part) is not { } key || !node.Children.TryGetValue(key, out var child))
            {
                return null;
            }

            node = child;
        }

        return node;
    }

    /// <summary>All rules that a reference may read: on the way, at its end, and below.</summary>
    internal static List<RuleDefinition> RulesReadBy(RuleTree rules, Term term)
    {
        var found = new List<RuleDefinition>();
        if (RootDocuments.IsBelow(term, RootDocuments.Data))
        {
            Collect(rules.Root, PathOf(term), 0, found);
        }

        return found;
    }

    private static IReadOnlyList<Term> PathOf(Term term) => term is RefTerm reference ? reference.Path : [];

    private static void Collect(RuleTreeNode node, IReadOnlyList<Term> path, int at, List<RuleDefinition> found)
    {
        found.AddRange(node.Rules);
        if (at >= path.Count)
        {
            CollectBelow(node, found);
        }
        else if (ConstantTerms.ToScalar(path[at]) is { } key)
        {
            if (node.Children.TryGetValue(key, out var child))
            {
                Collect(child, path, at + 1, found);
            }
        }
        else
        {
            foreach (var child in node.Children.Values)
            {
                Collect(child, path, at + 1, found);
            }
        }
    }

    private static void CollectBelow(RuleTreeNode node, List<RuleDefinition> found)
    {
        foreach (var child in node.Children.Values)
        {
            found.AddRange(child.Rules);
            CollectBelow(child, found);
        }
    }
}
