using Deploy.V1;
using Gateway.Contract.Approvals;

namespace Gatekeeper.Execution;

/// <summary>Counts approvals against what the decision at execution obliges to.</summary>
internal static class ApprovalCount
{
    /// <summary>
    /// The approvals that count: by a person who does not stand behind the request, each person once, and none older than approvals may be,
    /// which the time in its signed grant says.
    /// </summary>
    /// <param name="allowed">The approvals that the policies still allow, in the order in which they were given.</param>
    /// <param name="now">The moment of the decision at execution.</param>
    /// <param name="requesters">The persons behind the request.</param>
    /// <param name="obligation">What the decision at execution obliges to.</param>
    public static IReadOnlyList<AllowedApproval> Counting(
        IEnumerable<AllowedApproval> allowed, DateTimeOffset now, IReadOnlyCollection<string> requesters, ApprovalObligation obligation)
    {
        var seen = new HashSet<string>(requesters, StringComparer.Ordinal);
        var counting = new List<AllowedApproval>();
        foreach (var approval in allowed)
        {
            if (approval.Persons.Count > 0 && IsYoung(approval.Call, now, obligation.ExpiresAfter) && !approval.Persons.Any(seen.Contains))
            {
                seen.UnionWith(approval.Persons);
                counting.Add(approval);
            }
        }

        return counting;
    }

    /// <summary>Whether the approvals meet the rules.</summary>
    public static bool AreMet(ApprovalObligation obligation, IReadOnlyList<AllowedApproval> counting) =>
        ApprovalMatching.IsMet(obligation.Rules, PrincipalsOf(counting));

    /// <summary>What is missing, in words.</summary>
    public static string Missing(ApprovalObligation obligation, IReadOnlyList<AllowedApproval> counting) =>
        $"the approvals that still count are not enough: missing {ApprovalMatching.DescribeMissing(obligation.Rules, PrincipalsOf(counting))}";

    /// <summary>The approvals as the deployer is told of them: of what an approver counts as, only what a rule asks for.</summary>
    public static IEnumerable<CountedApproval> ToContract(ApprovalObligation obligation, IEnumerable<AllowedApproval> counting)
    {
        var asked = obligation.Rules.SelectMany(rule => rule.From).ToHashSet(StringComparer.Ordinal);
        return counting.Select(approval => new CountedApproval
        {
            DecisionId = approval.Call.Grant.DecisionId,
            ExecutionDecisionId = approval.DecisionId,
            Persons = { approval.Persons },
            Principals = { approval.Principals.Where(asked.Contains) },
        });
    }

    private static IReadOnlyCollection<string>[] PrincipalsOf(IReadOnlyList<AllowedApproval> counting) => [.. counting.Select(approval => approval.Principals)];

    private static bool IsYoung(ProvenCall approval, DateTimeOffset now, TimeSpan? expiresAfter) =>
        expiresAfter is not { } span || now.ToUnixTimeSeconds() - approval.Grant.IssuedAt <= span.TotalSeconds;
}
