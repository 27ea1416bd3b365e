using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Names;

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
            if (ConstantTerms.ToScalar(part) is not { } key || !node.TryGetChild(key, out var child))
            {
                return null;
            }

            node = child;
        }

        return node;
    }

    private static ReadOnlySpan<Term> PathOf(Term term) => term is RefTerm reference ? reference.Path.AsSpan() : [];
}
