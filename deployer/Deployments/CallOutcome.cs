using Deploy.V1;
using Deployer.Errors;
using Deployer.Facts;
using Deployer.Grants;
using Grpc.Core;

namespace Deployer.Deployments;

/// <summary>The durable outcome of a changing call: the deployment, or why not.</summary>
/// <param name="Snapshot">The deployment after the call; null where refused.</param>
/// <param name="Refusal">Why not.</param>
/// <param name="Detail">Why not, in words for this call; empty where the refusal says it all.</param>
internal readonly record struct CallOutcome(DeploymentSnapshot? Snapshot, CallRefusal Refusal, string Detail)
{
    /// <summary>Carried out.</summary>
    public static implicit operator CallOutcome(DeploymentSnapshot snapshot) => new(snapshot, CallRefusal.None, "");

    /// <summary>Refused.</summary>
    public static implicit operator CallOutcome(CallRefusal refusal) => new(null, refusal, "");

    /// <summary>Refused, in words.</summary>
    public static CallOutcome Refuse(CallRefusal refusal, string detail) => new(null, refusal, detail);

    /// <summary>The state machine's answer as a call's outcome.</summary>
    /// <param name="transition">The answer.</param>
    /// <param name="before">The deployment as it was.</param>
    public static CallOutcome From(Transition transition, DeploymentSnapshot before) => transition.Snapshot is { } snapshot ? snapshot : transition.Refusal switch
    {
        TransitionRefusal.OwnApproval => CallRefusal.OwnApproval,
        TransitionRefusal.AlreadyApproved => CallRefusal.AlreadyApproved,
        TransitionRefusal.NotApproved => CallRefusal.NotApproved,
        TransitionRefusal.ReviewChanged => Refuse(CallRefusal.ReviewChanged, $"What would run is not what was reviewed: the deployment's review_digest is {before.ReviewDigest} now. Look at it again."),
        _ => Refuse(CallRefusal.WrongState, $"The deployment is {DeploymentMessages.NameOf(before.State)}, which does not allow this.{WhatElse(before)}"),
    };

    private static string WhatElse(DeploymentSnapshot before) => before is { Push: not null, IsFinal: false, IsAborted: false, IsRollingBack: false }
        ? " Its push has begun: only a cancellation with abort stops it now."
        : "";

    /// <summary>The message that answers the call.</summary>
    /// <exception cref="RpcException">The call was refused.</exception>
    public Deployment ToMessage() => Snapshot is { } snapshot ? DeploymentMessages.From(snapshot) : throw CallErrors.Create(Refusal, Detail);
}
