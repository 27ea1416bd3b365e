using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Analysis;

/// <summary>Counts how often each variable is mentioned.</summary>
internal static class VariableUses
{
    internal static Dictionary<string, int> Count(SyntaxNode node)
    {
        var uses = new Dictionary<string, int>();
        Add(uses, node, 1);
        return uses;
    }

    /// <summary>Adds the mentions within a node, so many times.</summary>
    internal static void Add(Dictionary<string, int> uses, SyntaxNode node, int times) =>
        ActionWalker.Walk(node, child =>
        {
            if (child is VarTerm variable)
            {
                uses[variable.Name] = uses.GetValueOrDefault(variable.Name) + times;
            }

            return true;
        });
}
