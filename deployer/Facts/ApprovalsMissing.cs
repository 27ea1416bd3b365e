using Gateway.Contract.Approvals;

namespace Deployer.Facts;

/// <summary>The decision at execution asks for approvals that are not given: those who approved may not any more, or more are asked for now.</summary>
internal sealed record ApprovalsMissing : DeploymentFact
{
    /// <value>What is asked for now.</value>
    public required IReadOnlyList<ApprovalRule> Rules { get; init; }

    /// <value>How long approvals are taken; null where the policy does not say.</value>
    public TimeSpan? ExpiresAfter { get; init; }

    /// <value>The decisions of the approvals that still count.</value>
    public required IReadOnlyList<string> Counting { get; init; }

    /// <value>Why, in words that name no secret and no path.</value>
    public required string Reason { get; init; }

    /// <value>The gatekeeper's answer.</value>
    public required Authorization Authorization { get; init; }

    /// <inheritdoc/>
    public override string Describe() => $"Approvals are missing: {Reason}";
}
