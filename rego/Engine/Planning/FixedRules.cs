using Rego.Analysis;
using Rego.Analysis.Checks;
using Rego.Evaluation.Documents;
using Rego.Evaluation.Rules;
using Rego.Values;

namespace Rego.Planning;

/// <summary>Finds the rules that a query may reach and whose value is the same in every evaluation.</summary>
internal static class FixedRules
{
    internal static RulePlan[] ReachedBy(PlannedPolicy policy, AnalyzedQuery query)
    {
        var open = new Stack<RuleDefinition>(RuleReads.OfBody(policy.Analyzed.Rules, policy.Builtins, query.Body));
        var seen = new HashSet<RuleDefinition>();
        var found = new HashSet<RulePlan>();
        while (open.TryPop(out var definition))
        {
            if (!seen.Add(definition))
            {
                continue;
            }

            if (PlanOf(policy.Root, definition) is { IsFixed: true } plan)
            {
                found.Add(plan);
            }

            foreach (var read in policy.Analyzed.Graph.Reads(definition))
            {
                open.Push(read);
            }
        }

        return [.. found];
    }

    private static RulePlan? PlanOf(DocumentPlan place, RuleDefinition definition)
    {
        foreach (var key in definition.Path)
        {
            if (!place.TryGetChild(key, out var child))
            {
                return null;
            }

            place = child;
        }

        return place.Rule;
    }
}
