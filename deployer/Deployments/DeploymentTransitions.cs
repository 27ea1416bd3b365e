using Deployer.Facts;
using Gateway.Contract.Approvals;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Deployments;

/// <summary>
/// The state machine: snapshot and fact to the next snapshot or a typed refusal. Pure, and the only place that knows what may follow
/// what; the journal asks it before it writes, and readers derive every state with it.
/// </summary>
internal static class DeploymentTransitions
{
    /// <summary>The snapshot after the first fact.</summary>
    public static DeploymentSnapshot Begin(string id, RecordedFact first, DeploymentAccepted accepted) => new()
    {
        Id = id,
        Request = accepted,
        State = accepted.ApprovalsNeeded > 0 ? State.PendingApproval : State.Queued,
        Facts = first.Ordinal,
        CreateTime = first.Time,
        UpdateTime = first.Time,
    };

    /// <summary>The snapshot after one more fact, or why it cannot follow.</summary>
    public static Transition Apply(DeploymentSnapshot current, RecordedFact recorded)
    {
        var refusal = recorded.Ordinal != current.Facts + 1 ? TransitionRefusal.WrongState : Check(current, recorded);
        return refusal != TransitionRefusal.None
            ? Transition.Refuse(refusal)
            : new(Next(current, recorded) with { Facts = recorded.Ordinal, UpdateTime = recorded.Time }, TransitionRefusal.None);
    }

    private static TransitionRefusal Check(DeploymentSnapshot current, RecordedFact recorded) => recorded.Fact switch
    {
        ApprovalGiven approval => CheckApproval(current, approval, recorded.Time),
        DeploymentRejected => Allow(current.State is State.PendingApproval),
        DeploymentCancelled => Allow(current.State is State.PendingApproval or State.Queued or State.Fetching or State.Verifying),
        AttemptStarted attempt => Allow(attempt.Attempt == current.Attempts + 1 && (current.State is State.Queued || IsRunning(current))),
        ArtifactFetched => Allow(current.State is State.Fetching),
        ArtifactVerified => Allow(current.State is State.Verifying && !current.IsVerified),
        CredentialReleased => Allow((current.State is State.Verifying && current.IsVerified) || current.State is State.Pushing || current is { IsRollingBack: true, IsFinal: false }),
        PushStarted => Allow(current.State is State.Verifying && current.IsVerified),
        ReleaseSwitched => Allow(current.State is State.Pushing && !current.IsRollingBack),
        DeploymentSucceeded => Allow(current.State is State.Checking && !current.IsRollingBack),
        RollbackStarted => Allow((current.State is State.Pushing or State.Checking) && !current.IsRollingBack),
        RollbackTried tried => Allow(current.IsRollingBack && !current.IsFinal && tried.Try == current.RollbackTries + 1),
        RollbackFinished => Allow(current.IsRollingBack && !current.IsFinal),
        DeploymentFailed => Allow(current.State is State.Queued || IsRunning(current)),
        _ => TransitionRefusal.WrongState,
    };

    private static DeploymentSnapshot Next(DeploymentSnapshot current, RecordedFact recorded) => recorded.Fact switch
    {
        ApprovalGiven => Approve(current, recorded),
        DeploymentRejected => current with { State = State.Rejected },
        DeploymentCancelled => current with { State = State.Cancelled },
        AttemptStarted attempt => current with { Attempts = attempt.Attempt, State = current.State is State.Queued ? State.Fetching : current.State },
        ArtifactFetched artifact => current with { State = State.Verifying, Artifact = artifact },
        ArtifactVerified => current with { IsVerified = true },
        PushStarted push => current with { State = State.Pushing, Push = push },
        ReleaseSwitched => current with { State = State.Checking },
        DeploymentSucceeded => current with { State = State.Succeeded },
        RollbackStarted rollback => current with { IsRollingBack = true, Error = rollback.Error },
        RollbackTried tried => current with { RollbackTries = tried.Try },
        RollbackFinished => current with { State = HasReturned(current.Push!) ? State.RolledBack : State.Failed },
        DeploymentFailed failed => current with { State = State.Failed, Error = failed.Error },
        _ => current,
    };

    private static TransitionRefusal CheckApproval(DeploymentSnapshot current, ApprovalGiven approval, DateTimeOffset time)
    {
        if (current.State is not State.PendingApproval || time - current.CreateTime > current.Request.ApprovalsExpireAfter)
        {
            return TransitionRefusal.WrongState;
        }

        if (IsSamePerson(current.Request.Authorization, approval.Authorization))
        {
            return TransitionRefusal.OwnApproval;
        }

        return current.Approvals.Any(a => IsSamePerson(((ApprovalGiven)a.Fact).Authorization, approval.Authorization))
            ? TransitionRefusal.AlreadyApproved
            : TransitionRefusal.None;
    }

    private static DeploymentSnapshot Approve(DeploymentSnapshot current, RecordedFact recorded)
    {
        var next = current with { Approvals = current.Approvals.Add(recorded) };
        return IsApproved(next) ? next with { State = State.Queued } : next;
    }

    // Each approver is another person, so each approval counts once.
    private static bool IsApproved(DeploymentSnapshot snapshot) => snapshot.Request.ApprovalRules.Count > 0 && ApprovalMatching.IsMet(
        snapshot.Request.ApprovalRules,
        [.. snapshot.Approvals.Select(approval => CallerIdentity.From(((ApprovalGiven)approval.Fact).Authorization.Caller).Principals)]);

    // One person may be known under two client names, and one client name may serve two tokens: either makes them the same.
    private static bool IsSamePerson(Authorization one, Authorization other) =>
        one.Client == other.Client || CallerIdentity.From(one.Caller).IsSameAs(CallerIdentity.From(other.Caller));

    // Without an earlier release, or with the same one, there is nothing that it returned to.
    private static bool HasReturned(PushStarted push) => push.Previous.Length > 0 && push.Previous != push.Release;

    private static bool IsRunning(DeploymentSnapshot current) => current.State is State.Fetching or State.Verifying or State.Pushing or State.Checking;

    private static TransitionRefusal Allow(bool isAllowed) => isAllowed ? TransitionRefusal.None : TransitionRefusal.WrongState;
}
