using Rego.Evaluation;
using Rego.Evaluation.Rules;
using Rego.Evaluation.Values;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Trees;
using Rego.Values;

namespace Rego.Planning;

/// <summary>Builds the selector of a rule's definitions.</summary>
internal static class BodySelection
{
    /// <summary>From this many definitions on, choosing is cheaper than trying each.</summary>
    private const int MinBodies = 4;

    /// <summary>At most this many definitions may be listed again under each value.</summary>
    private const int MaxRepeated = 16;

    private const int MaxDepth = 4;

    internal static BodySelector Build(PlannedPolicy policy, IReadOnlyList<Rule> rules, IReadOnlyList<RuleBody> bodies)
    {
        if (!policy.UsesShortcuts)
        {
            return new BodySelector([.. bodies]);
        }

        var candidates = rules.Zip(bodies, (rule, body) => (Body: body, Conditions: IndexConditions.Of(rule)))
            .Select((pair, position) => new Candidate(position, pair.Body, pair.Conditions))
            .ToList();
        return Build(candidates, [], 0);
    }

    private static BodySelector Build(List<Candidate> candidates, HashSet<string> used, int depth)
    {
        var all = new BodySelector([.. candidates.Select(candidate => candidate.Body)]);
        if (candidates.Count < MinBodies || depth == MaxDepth || BestSubject(candidates, used) is not { } best)
        {
            return all;
        }

        var deeper = new HashSet<string>(used) { best.Subject };
        var otherwise = candidates.Where(candidate => candidate.On(best.Subject) is null).ToList();
        var byValue = GroupByValue(candidates, best.Subject).ToDictionary(
            group => group.Key,
            group => Build([.. group.Value.Concat(otherwise).OrderBy(candidate => candidate.Position)], deeper, depth + 1));
        return new BodySelector(NodeOf(best), byValue, [.. otherwise.Select(candidate => candidate.Body)]);
    }

    private static Dictionary<RegoValue, List<Candidate>> GroupByValue(List<Candidate> candidates, string subject)
    {
        var groups = new Dictionary<RegoValue, List<Candidate>>();
        foreach (var candidate in candidates)
        {
            foreach (var value in candidate.On(subject)?.Values ?? [])
            {
                if (!groups.TryGetValue(value, out var group))
                {
                    groups.Add(value, group = []);
                }

                group.Add(candidate);
            }
        }

        return groups;
    }

    /// <summary>The subject that most definitions look at, where few enough do not.</summary>
    private static IndexCondition? BestSubject(List<Candidate> candidates, HashSet<string> used)
    {
        var best = candidates
            .SelectMany(candidate => candidate.Conditions)
            .Where(condition => !used.Contains(condition.Subject))
            .GroupBy(condition => condition.Subject)
            .MaxBy(group => group.Count());
        return best is not null && candidates.Count(candidate => candidate.On(best.Key) is null) <= MaxRepeated ? best.First() : null;
    }

    private static ValueNode NodeOf(IndexCondition condition) =>
        condition.Operand >= 0
            ? new SlotNode(condition.Operand)
            : new ConstantPathNode(new InputNode(), [.. ((RefTerm)condition.Term).Path.Select(part => ConstantTerms.ToScalar(part)!)]);

    private sealed record Candidate(int Position, RuleBody Body, IReadOnlyList<IndexCondition> Conditions)
    {
        internal IndexCondition? On(string subject) => Conditions.FirstOrDefault(condition => condition.Subject == subject);
    }
}
