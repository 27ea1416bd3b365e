namespace Deployer.Facts;

/// <summary>What became of a hold, as others are told: a hold itself is forgotten when it is released.</summary>
internal sealed record HoldChange
{
    /// <value>The application, or <c>-</c> for all.</value>
    public required string Application { get; init; }

    /// <value>The environment, or <c>-</c> for all.</value>
    public required string Environment { get; init; }

    /// <value>When it was set or released.</value>
    public required DateTimeOffset Time { get; init; }

    /// <value>Why it was set, in the caller's words.</value>
    public required string Reason { get; init; }

    /// <value>Who set it.</value>
    public required string SetBy { get; init; }

    /// <value>When it was set.</value>
    public required DateTimeOffset SetTime { get; init; }

    /// <value>Who released it; null where it was set.</value>
    public string? ReleasedBy { get; init; }

    /// <value>The decision that allowed the call.</value>
    public required string DecisionId { get; init; }

    /// <value>The policy revision that decided.</value>
    public required string PolicyRevision { get; init; }

    /// <summary>A hold was set.</summary>
    public static HoldChange Set(HoldRecord hold) => Of(hold, hold.Time, hold.Authorization);

    /// <summary>A hold was released.</summary>
    public static HoldChange Release(HoldRecord hold, DateTimeOffset time, Authorization authorization) => Of(hold, time, authorization) with { ReleasedBy = authorization.Client };

    private static HoldChange Of(HoldRecord hold, DateTimeOffset time, Authorization authorization) => new()
    {
        Application = hold.Application,
        Environment = hold.Environment,
        Time = time,
        Reason = hold.Reason,
        SetBy = hold.Authorization.Client,
        SetTime = hold.Time,
        DecisionId = authorization.DecisionId,
        PolicyRevision = authorization.PolicyRevision,
    };
}
