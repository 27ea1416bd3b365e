namespace Deployer.Facts;

/// <summary>How long a deployment may take until its push begins. Pure: it depends on the facts alone.</summary>
internal static class DeploymentDeadlines
{
    /// <summary>How far ahead a push may be put off.</summary>
    public static readonly TimeSpan MaxAhead = TimeSpan.FromDays(30);

    /// <summary>How long the preparation may take, and how long what is ready may wait, where the caller names no end.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromHours(1);

    /// <summary>How long approvals are taken where the policy does not say.</summary>
    public static readonly TimeSpan UsualForApprovals = TimeSpan.FromDays(7);

    /// <summary>When the artifact must be fetched, verified and planned.</summary>
    public static DateTimeOffset OfPreparing(DeploymentSnapshot snapshot) => Earlier(snapshot.CreateTime + Usual, snapshot.Request.NotAfter);

    /// <summary>When all approvals must be given, and the push begun.</summary>
    public static DateTimeOffset? OfApprovals(DeploymentSnapshot snapshot)
    {
        if (snapshot.PlanTime is not { } since)
        {
            return null;
        }

        var usual = Later(since + UsualForApprovals, snapshot.Request.NotBefore + Usual);
        return Earlier(snapshot.ApprovalsExpireAfter is { } age ? since + age : usual, snapshot.Request.NotAfter);
    }

    /// <summary>When the push of what is ready must have begun: never later than its approvals count.</summary>
    public static DateTimeOffset OfPush(DeploymentSnapshot snapshot)
    {
        var ready = snapshot.ReadyTime ?? snapshot.CreateTime;
        var end = snapshot.Request.NotAfter ?? (Later(ready, snapshot.Request.NotBefore) + Usual);
        return Earlier(end, snapshot.ApprovalExpireTime);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset? other) => other < one ? other.Value : one;
}
