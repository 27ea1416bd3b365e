namespace Gatekeeper.Tests.Policy.Mutations;

/// <summary>Members that an entry must have: leaving one out is a mistake that the data shows.</summary>
internal static class RequiredMembers
{
    /// <summary>Whether the member that a path leads to must be there. What narrows and is optional may lawfully be left out.</summary>
    internal static bool Contains(object[] path) => path switch
    {
        ["issuers", _, "url" or "audience" or "kind" or "named_by"] or ["scopes", "tiers"] or ["environments", _, "tier" or "region"] => true,
        ["roles", _, "actions"] or ["inventory", _, "team"] or [.., "members", _, "who"] => true,
        [.., "code", _, "from" or "id"] or ["robots", _, "from" or "id"] or [.., "approvals", _, "count" or "from"] => true,
        [.., "access", _, _, "roles"] or ["organisation", "access", _, "roles"] => true,
        ["guardrails", _, "why"] or ["freezes", _, "why" or "from" or "until" or "yearly" or "weekly"] => true,
        ["freezes", _, "yearly", _, _] or ["freezes", _, "weekly", _, _] => true,
        ["exceptions", _, "who" or "roles" or "waives" or "review_by" or "from" or "until"] => true,
        ["credentials", _, _] or ["destinations", _, _, "target" or "source"] or ["destinations", _, _, "target", _] => true,
        ["issuers" or "scopes" or "environments" or "roles" or "applications"] => true,
        _ => false,
    };
}
