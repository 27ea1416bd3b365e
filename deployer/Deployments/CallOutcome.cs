using Deploy.V1;
using Deployer.Errors;
using Deployer.Facts;
using Deployer.Grants;
using Grpc.Core;

namespace Deployer.Deployments;

/// <summary>The durable outcome of a changing call: the deployment, or why not.</summary>
/// <param name="Snapshot">The deployment after the call; null where refused.</param>
/// <param name="Refusal">Why not.</param>
internal readonly record struct CallOutcome(DeploymentSnapshot? Snapshot, CallRefusal Refusal)
{
    /// <summary>Carried out.</summary>
    public static implicit operator CallOutcome(DeploymentSnapshot snapshot) => new(snapshot, CallRefusal.None);

    /// <summary>Refused.</summary>
    public static implicit operator CallOutcome(CallRefusal refusal) => new(null, refusal);

    /// <summary>The state machine's answer as a call's outcome.</summary>
    public static CallOutcome From(Transition transition) => transition.Snapshot is { } snapshot ? snapshot : transition.Refusal switch
    {
        TransitionRefusal.OwnApproval => CallRefusal.OwnApproval,
        TransitionRefusal.AlreadyApproved => CallRefusal.AlreadyApproved,
        _ => CallRefusal.WrongState,
    };

    /// <summary>The message that answers the call.</summary>
    /// <exception cref="RpcException">The call was refused.</exception>
    public Deployment ToMessage() => Snapshot is { } snapshot ? DeploymentMessages.From(snapshot) : throw Error(Refusal);

    private static RpcException Error(CallRefusal refusal) => refusal switch
    {
        CallRefusal.GrantReplayed => GrantErrors.From(ErrorReason.GrantReplayed),
        CallRefusal.NotFound => DeployerErrors.Create(StatusCode.NotFound, ErrorReason.NotFound, "There is no such deployment there."),
        CallRefusal.RequestIdTaken => DeployerErrors.Create(StatusCode.AlreadyExists, ErrorReason.AlreadyExists, "The request id was used for another request."),
        CallRefusal.QueueFull => DeployerErrors.Create(StatusCode.ResourceExhausted, ErrorReason.RateLimited, "Too many deployments are waiting."),
        CallRefusal.OwnApproval => DeployerErrors.Create(StatusCode.PermissionDenied, ErrorReason.PolicyDenied, "Who asked for a deployment cannot approve it."),
        CallRefusal.AlreadyApproved => DeployerErrors.Create(StatusCode.AlreadyExists, ErrorReason.AlreadyExists, "This approver has approved it before."),
        CallRefusal.NotAnApprover => DeployerErrors.Create(StatusCode.PermissionDenied, ErrorReason.PolicyDenied, "Approvals come from people whom the policy names for them."),
        _ => DeployerErrors.Create(StatusCode.FailedPrecondition, ErrorReason.WrongState, "The deployment's state does not allow this."),
    };
}
