using Deployer.Facts;

namespace Deployer.Deployments;

/// <summary>
/// What the deployer stops by itself before the push: deployments that end without a caller's word, and approvals that count no more. Pure.
/// </summary>
internal static class DeploymentStops
{
    /// <summary>Whether a deployment's last fact stops it.</summary>
    /// <param name="before">What the facts before it say.</param>
    /// <param name="fact">The fact.</param>
    public static bool IsStop(DeploymentSnapshot before, DeploymentFact fact) => fact switch
    {
        DeploymentDenied or DeploymentExpired or DeploymentSuperseded or ApprovalsMissing or ApprovalsVoided => true,
        DeploymentFailed => before.Push is null,
        DeploymentPlanned => before.Plan is not null && before.AsksForApprovals,
        _ => false,
    };

    /// <summary>Why it is stopped, in words that name no secret.</summary>
    public static string Describe(DeploymentFact fact) => fact is DeploymentPlanned
        ? "What would run has changed, so that no approval of what it was before counts."
        : fact.Describe();

    /// <summary>The gatekeeper's decision that it follows from; empty where it is the deployer's own.</summary>
    public static string DecisionOf(DeploymentFact fact) => fact switch
    {
        DeploymentDenied { Authorization: { } refusal } => refusal.DecisionId,
        ApprovalsMissing missing => missing.Authorization.DecisionId,
        _ => "",
    };
}
