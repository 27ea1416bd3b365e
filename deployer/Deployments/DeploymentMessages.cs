using Deploy.V1;
using Deployer.Facts;
using Google.Protobuf.WellKnownTypes;

namespace Deployer.Deployments;

/// <summary>Turns snapshots into the messages of the service.</summary>
internal static class DeploymentMessages
{
    /// <summary>The message that shows <paramref name="snapshot"/>.</summary>
    public static Deployment From(DeploymentSnapshot snapshot)
    {
        var request = snapshot.Request;
        var message = new Deployment
        {
            DeploymentId = snapshot.Id,
            Application = request.Application,
            Environment = request.Environment,
            Version = request.Version,
            Digest = snapshot.Digest,
            State = snapshot.State,
            RequestedBy = request.Authorization.Client,
            CreateTime = snapshot.CreateTime.ToTimestamp(),
            UpdateTime = snapshot.UpdateTime.ToTimestamp(),
            DecisionId = request.Authorization.DecisionId,
            PolicyRevision = request.Authorization.PolicyRevision,
            Error = snapshot.Error,
            Attempts = snapshot.Attempts,
            Reason = request.Reason,
        };
        message.Annotations.Add(request.Annotations);
        message.Approvals.Add(snapshot.Approvals.Select(FromApproval));
        return message;
    }

    private static Approval FromApproval(RecordedFact recorded)
    {
        var given = (ApprovalGiven)recorded.Fact;
        return new Approval
        {
            ApprovedBy = given.Authorization.Client,
            Comment = given.Comment,
            CreateTime = recorded.Time.ToTimestamp(),
            DecisionId = given.Authorization.DecisionId,
        };
    }
}
