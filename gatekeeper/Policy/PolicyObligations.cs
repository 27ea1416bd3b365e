using Gatekeeper.Rego;

namespace Gatekeeper.Policy;

/// <summary>The obligations that the gatekeeper knows. One that it does not know, or of another form, is refused.</summary>
internal static class PolicyObligations
{
    /// <summary>No obligations.</summary>
    public const string None = "{}";

    private const int MaxApprovals = 100;
    private const int MaxGroups = 64;
    private const int MaxGroupLength = 256;

    private static readonly RegoString Approvals = RegoString.From("approvals");
    private static readonly RegoString Count = RegoString.From("count");
    private static readonly RegoString Groups = RegoString.From("groups");

    /// <summary>Checks the obligations of an answer.</summary>
    /// <param name="obligations">What the policy gave; undefined means none.</param>
    /// <param name="json">The obligations as a JSON object.</param>
    /// <returns>What is wrong, or null.</returns>
    public static string? Check(RegoValue obligations, out string json)
    {
        json = None;
        if (!obligations.IsDefined)
        {
            return null;
        }

        if (obligations is not RegoObject members)
        {
            return $"'obligations' is of type {obligations.TypeName}, not an object";
        }

        if (members.Count == 0)
        {
            return null;
        }

        foreach (var key in members.Keys)
        {
            if (!key.Equals(Approvals))
            {
                return $"the obligation {key} is not known; known is \"approvals\"";
            }
        }

        json = members.ToJson();
        return CheckApprovals(members[Approvals]);
    }

    private static string? CheckApprovals(RegoValue value)
    {
        if (value is not RegoObject { Count: 2 } approvals
            || approvals[Count] is not RegoNumber number || !number.TryGetInt64(out var count) || count is < 0 or > MaxApprovals
            || approvals[Groups] is not (RegoArray or RegoSet))
        {
            return $"'approvals' is not an object of exactly 'count' (0 to {MaxApprovals}) and 'groups' (an array)";
        }

        var groups = (IReadOnlyCollection<RegoValue>)approvals[Groups];
        return groups.Count <= MaxGroups && groups.All(group => group is RegoString { Value.Length: > 0 and <= MaxGroupLength })
            ? null
            : $"'approvals.groups' is not an array of at most {MaxGroups} names";
    }
}
