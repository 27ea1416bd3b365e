using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Analysis;

/// <summary>The rules that a piece of syntax may read or call.</summary>
internal static class RuleReads
{
    /// <summary>Those of one branch, without the <c>else</c> that hangs on it.</summary>
    internal static IEnumerable<RuleDefinition> OfBranch(Rule branch, RuleTree rules)
    {
        var found = new HashSet<RuleDefinition>();
        Collect(branch.Head, rules, found);
        Collect(branch.Body, rules, found);
        return found.OrderBy(definition => definition.Index);
    }

    private static void Collect(SyntaxNode? node, RuleTree rules, HashSet<RuleDefinition> found) =>
        ActionWalker.Walk(node, child =>
        {
            if (child is RefTerm reference)
            {
                found.UnionWith(RuleReferences.RulesReadBy(rules, reference));

                // A variable at the head is a part of this reference, not a reference to the whole document; anything else
                // there (a comprehension, a call) reads what it reads.
                if (reference.Head is not VarTerm)
                {
                    Collect(reference.Head, rules, found);
                }

                foreach (var part in reference.Path)
                {
                    Collect(part, rules, found);
                }

                return false;
            }

            if (child is VarTerm variable && variable.Name == RootDocuments.Data)
            {
                found.UnionWith(RuleReferences.RulesReadBy(rules, variable));
            }

            return true;
        });
}
