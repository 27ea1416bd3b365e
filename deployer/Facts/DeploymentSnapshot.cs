using System.Collections.Immutable;
using Deploy.V1;
using Gateway.Contract.Approvals;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Facts;

/// <summary>What the facts up to one of them say about a deployment. Derived by <see cref="Deployments.DeploymentTransitions"/> alone.</summary>
internal sealed record DeploymentSnapshot
{
    /// <value>The deployment's id.</value>
    public required string Id { get; init; }

    /// <value>The first fact.</value>
    public required DeploymentAccepted Request { get; init; }

    /// <value>The state.</value>
    public required State State { get; init; }

    /// <value>How many facts there are.</value>
    public required int Facts { get; init; }

    /// <value>When the first fact was recorded.</value>
    public required DateTimeOffset CreateTime { get; init; }

    /// <value>When the last fact was recorded.</value>
    public required DateTimeOffset UpdateTime { get; init; }

    /// <value>The approvals, in order.</value>
    public ImmutableArray<RecordedFact> Approvals { get; init; } = [];

    /// <value>The approvals that are asked for, by the newest decision.</value>
    public required IReadOnlyList<ApprovalRule> ApprovalRules { get; init; }

    /// <value>How long approvals are taken; null where the policy does not say.</value>
    public TimeSpan? ApprovalsExpireAfter { get; init; }

    /// <value>How often the deployer took it up.</value>
    public int Attempts { get; init; }

    /// <value>The artifact, once it is fetched.</value>
    public ArtifactFetched? Artifact { get; init; }

    /// <value>Whether the artifact is verified.</value>
    public bool IsVerified { get; init; }

    /// <value>What is reviewed, once it is known.</value>
    public DeploymentPlanned? Plan { get; init; }

    /// <value>What an approval is for, once it is known; otherwise empty.</value>
    public string ReviewDigest { get; init; } = "";

    /// <value>Whether what is reviewed has changed since it first waited for approval.</value>
    public bool HasPlanChanged { get; init; }

    /// <value>When the time for its approvals began: when it was first planned, or when other approvals were asked for; null before.</value>
    public DateTimeOffset? PlanTime { get; init; }

    /// <value>When it last became ready to be pushed; null before.</value>
    public DateTimeOffset? ReadyTime { get; init; }

    /// <value>What it waits for while it is ready, as far as that was recorded; otherwise empty.</value>
    public string DeferredFor { get; init; } = "";

    /// <value>How many tries to fetch the artifact have failed.</value>
    public int FetchTries { get; init; }

    /// <value>The push, once its intent is recorded.</value>
    public PushStarted? Push { get; init; }

    /// <value>Whether a caller stopped the push.</value>
    public bool IsAborted { get; init; }

    /// <value>Whether a rollback has begun.</value>
    public bool IsRollingBack { get; init; }

    /// <value>How many tries to roll back have failed.</value>
    public int RollbackTries { get; init; }

    /// <value>Whether a failed push has left the target as it was.</value>
    public bool IsTargetUnchanged { get; init; }

    /// <value>The decision at execution, where it refused; null otherwise.</value>
    public Authorization? Refusal { get; init; }

    /// <value>Why it failed, or empty.</value>
    public string Error { get; init; } = "";

    /// <value>The artifact's digest, as fetched or as asked for.</value>
    public string Digest => Artifact?.Digest ?? Request.Digest;

    /// <value>Its place among those that are ready: the later of when it was asked for and when it may begin.</value>
    public DateTimeOffset Turn => Request.NotBefore is { } time && time > CreateTime ? time : CreateTime;

    /// <value>Whether approvals are asked for.</value>
    public bool AsksForApprovals => ApprovalRules.Count > 0 || Request.ApprovalsNeeded > 0;

    /// <value>Until when it can be approved and pushed; null where no approvals are asked for, or it is not planned yet.</value>
    public DateTimeOffset? ApprovalExpireTime => !AsksForApprovals ? null : DeploymentDeadlines.OfApprovals(this);

    /// <value>Whether its push has not begun, and may still.</value>
    public bool IsBeforePush => Push is null && !IsFinal;

    /// <value>Whether nothing can happen to it any more.</value>
    public bool IsFinal => IsFinalState(State);

    /// <summary>Whether a deployment in <paramref name="state"/> is over.</summary>
    public static bool IsFinalState(State state) => state is State.Succeeded or State.Failed or State.RolledBack
        or State.Rejected or State.Cancelled or State.Superseded or State.Expired or State.Denied;
}
