namespace Gateway.Contract.Approvals;

/// <summary>
/// Tells whether approvals meet rules. Each approval counts once over all rules, for the rule where it helps most: who could serve two
/// rules serves the one that nobody else can.
/// </summary>
public static class ApprovalMatching
{
    /// <summary>How many approvals are still missing for each rule.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="approvers">For each person who approved, what that person counts as.</param>
    /// <returns>A number a rule; all zero where the rules are met. No other assignment leaves fewer missing altogether.</returns>
    public static int[] Missing(IReadOnlyList<ApprovalRule> rules, IReadOnlyList<IReadOnlyCollection<string>> approvers)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(approvers);
        bool[][] takes = [.. approvers.Select(approver => rules.Select(rule => rule.Takes(approver)).ToArray())];
        List<int>[] given = [.. rules.Select(_ => new List<int>())];
        for (var approver = 0; approver < approvers.Count; approver++)
        {
            Assign(approver, rules, takes, given, new bool[rules.Count]);
        }

        return [.. rules.Select((rule, i) => rule.Count - given[i].Count)];
    }

    /// <summary>Whether all rules are met.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="approvers">For each person who approved, what that person counts as.</param>
    public static bool IsMet(IReadOnlyList<ApprovalRule> rules, IReadOnlyList<IReadOnlyCollection<string>> approvers) =>
        Missing(rules, approvers).All(missing => missing == 0);

    /// <summary>What is missing, in words, for example <c>1 of owner or team:oncall, and 1 of team:security</c>; empty where the rules are met.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="approvers">For each person who approved, what that person counts as.</param>
    public static string DescribeMissing(IReadOnlyList<ApprovalRule> rules, IReadOnlyList<IReadOnlyCollection<string>> approvers) => string.Join(
        ", and ",
        rules.Zip(Missing(rules, approvers)).Where(pair => pair.Second > 0).Select(pair => $"{pair.Second} of {string.Join(" or ", pair.First.From)}"));

    // An augmenting path: where a rule is full, one of those who serve it may serve another.
    private static bool Assign(int approver, IReadOnlyList<ApprovalRule> rules, bool[][] takes, List<int>[] given, bool[] seen)
    {
        for (var rule = 0; rule < rules.Count; rule++)
        {
            if (!takes[approver][rule] || seen[rule])
            {
                continue;
            }

            seen[rule] = true;
            if (given[rule].Count < rules[rule].Count)
            {
                given[rule].Add(approver);
                return true;
            }

            for (var i = 0; i < given[rule].Count; i++)
            {
                if (Assign(given[rule][i], rules, takes, given, seen))
                {
                    given[rule][i] = approver;
                    return true;
                }
            }
        }

        return false;
    }
}
