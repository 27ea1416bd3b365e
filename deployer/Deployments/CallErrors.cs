using Deploy.V1;
using Deployer.Errors;
using Deployer.Grants;
using Grpc.Core;

namespace Deployer.Deployments;

/// <summary>The errors that answer granted calls which are not carried out.</summary>
internal static class CallErrors
{
    /// <summary>The error.</summary>
    /// <param name="refusal">Why not.</param>
    /// <param name="detail">In words for this call; empty for the usual ones.</param>
    public static RpcException Create(CallRefusal refusal, string detail = "")
    {
        if (refusal == CallRefusal.GrantReplayed)
        {
            return GrantErrors.From(ErrorReason.GrantReplayed);
        }

        (var code, var reason, var usual) = refusal switch
        {
            CallRefusal.NotFound => (StatusCode.NotFound, ErrorReason.NotFound, "There is no such deployment there."),
            CallRefusal.RequestIdTaken => (StatusCode.AlreadyExists, ErrorReason.AlreadyExists, "The request id was used for another request."),
            CallRefusal.QueueFull => (StatusCode.ResourceExhausted, ErrorReason.RateLimited, "Too many deployments are waiting."),
            CallRefusal.OwnApproval => (StatusCode.PermissionDenied, ErrorReason.PolicyDenied, "Who asked for a deployment cannot approve it, nor can a person behind the request."),
            CallRefusal.AlreadyApproved => (StatusCode.AlreadyExists, ErrorReason.AlreadyExists, "This approver has approved it before."),
            CallRefusal.NotAnApprover => (StatusCode.PermissionDenied, ErrorReason.PolicyDenied, "Approvals come from people whom the policy names for them."),
            CallRefusal.NotApproved => (StatusCode.FailedPrecondition, ErrorReason.WrongState, "The caller has given no approval that counts."),
            _ => (StatusCode.FailedPrecondition, ErrorReason.WrongState, "The deployment's state does not allow this."),
        };
        return DeployerErrors.Create(code, reason, detail.Length > 0 ? detail : usual);
    }
}
