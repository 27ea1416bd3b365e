using System.Collections.Immutable;
using Rego.Analysis;
using Rego.Evaluation;
using Rego.Evaluation.Tracing;
using Rego.Values;

namespace Rego.Planning;

/// <summary>
/// What makes up the document of a rule with variables in its reference: its own definitions, and those at fixed places below
/// it. They are evaluated together, so that two that give one place different values conflict; a <c>default</c> below counts for
/// nothing.
/// </summary>
internal static class RuleExtent
{
    /// <summary>Whether the rules at a node make a document together with those below.</summary>
    internal static bool IsAt(RuleTreeNode node) =>
        node.Rules.Count > 0 && node.Rules[0].Kind is RuleKind.PartialSet or RuleKind.PartialObject;

    /// <summary>The definitions, each with its path as seen from the node.</summary>
    internal static IReadOnlyList<RuleDefinition> Of(RuleTreeNode node)
    {
        var found = new List<RuleDefinition>(node.Rules);
        AddBelow(node, [], found);
        return found;
    }

    /// <summary>How many keys below a node its definitions go down: so many can be given to be matched with their heads.</summary>
    internal static int DepthOf(IReadOnlyList<RuleDefinition> definitions) =>
        Math.Min(CallKey.MaxOperands, definitions.Max(definition => definition.DynamicPath.Length + (definition.Kind == RuleKind.PartialSet ? 1 : 0)));

    private static void AddBelow(RuleTreeNode node, ImmutableArray<RegoValue> keys, List<RuleDefinition> found)
    {
        foreach (var child in node.SortedChildren)
        {
            var path = keys.Add(child.Key);
            foreach (var rule in child.Rules)
            {
                if (!rule.IsDefault && rule.Kind != RuleKind.Function)
                {
                    found.Add(rule.SeenFrom(rule.Path[..^path.Length], [.. path.Select(ValueTerms.Of), .. rule.DynamicPath]));
                }
            }

            AddBelow(child, path, found);
        }
    }
}
