using Deployer.Facts;
using Gateway.Hosting.Notifications;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Deployments;

/// <summary>Which facts others are told of. Pure.</summary>
internal static class DeploymentNotices
{
    /// <summary>The type of what there is to tell of a deployment's last fact; null where there is nothing.</summary>
    /// <param name="before">What the facts before it say.</param>
    /// <param name="after">What they say with it.</param>
    public static string? TypeOf(DeploymentSnapshot before, DeploymentSnapshot after) =>
        after.State == State.PendingApproval ? IsAskedAnew(before, after) ? NotificationTypes.PendingApproval : null
        : after.IsFinal ? NotificationTypes.DeploymentEnd(DeploymentMessages.NameOf(after.State).ToLowerInvariant())
        : null;

    // An approval that does not suffice asks nobody anything new; one that counts no more does, and so does whatever changes what is approved.
    private static bool IsAskedAnew(DeploymentSnapshot before, DeploymentSnapshot after) =>
        before.State != State.PendingApproval || before.ReviewDigest != after.ReviewDigest || after.Approvals.Length < before.Approvals.Length;
}
