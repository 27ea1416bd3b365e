namespace Gateway.Contract.Approvals;

/// <summary>So many approvals, from those whom the policy counts as one of these.</summary>
/// <param name="Count">How many; at least one.</param>
/// <param name="From">The principals, for example <c>owner</c> or <c>team:security</c>.</param>
public sealed record ApprovalRule(int Count, IReadOnlyList<string> From)
{
    /// <summary>Whether an approval of someone with these principals counts for the rule.</summary>
    public bool Takes(IEnumerable<string> principals) => principals.Any(principal => From.Contains(principal, StringComparer.Ordinal));
}
