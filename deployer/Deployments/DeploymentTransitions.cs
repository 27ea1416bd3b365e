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

        // In journals from before the decision at execution, approvals came first.
        State = accepted is { ApprovalsNeeded: > 0, IsDecidedAtExecution: false } ? State.PendingApproval : State.Queued,
        ApprovalRules = accepted.ApprovalRules,
        ApprovalsExpireAfter = accepted.ApprovalsExpireAfter,
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

    /// <summary>For each approval, what its approver counts as.</summary>
    public static IReadOnlyCollection<string>[] ApproversOf(DeploymentSnapshot snapshot) =>
        [.. snapshot.Approvals.Select(approval => CallerIdentity.From(((ApprovalGiven)approval.Fact).Authorization.Caller).Principals)];

    private static TransitionRefusal Check(DeploymentSnapshot current, RecordedFact recorded) => recorded.Fact switch
    {
        ApprovalGiven approval => CheckApproval(current, approval, recorded.Time),
        ApprovalWithdrawn withdrawn => CheckWithdrawal(current, withdrawn),
        ApprovalsVoided => Allow(IsReviewed(current) && current.AsksForApprovals),
        ApprovalsMissing missing => Allow(current.State is State.Waiting && missing.Rules.Count > 0),
        DeploymentRejected => Allow(current.State is State.PendingApproval),
        DeploymentCancelled or DeploymentExpired or DeploymentSuperseded => Allow(current.IsBeforePush),
        AttemptStarted attempt => Allow(attempt.Attempt == current.Attempts + 1 && (current.State is State.Queued || IsRunning(current))),
        FetchTried tried => Allow(current.State is State.Fetching && tried.Try == current.FetchTries + 1),
        ArtifactFetched => Allow(current.State is State.Fetching),
        ArtifactVerified => Allow(current.State is State.Verifying && !current.IsVerified),
        DeploymentPlanned => Allow(current.Request.IsDecidedAtExecution && (IsReviewed(current) || (current.State is State.Verifying && current.IsVerified))),
        ExecutionDeferred => Allow(current.State is State.Waiting || (current.Request.IsDecidedAtExecution && current.State is (State.Fetching or State.Verifying))),
        DeploymentDenied => Allow(IsReviewed(current)),
        CredentialReleased credential => Allow(MayRead(current, credential.Purpose)),
        PushStarted => Allow(IsOld(current) ? current.State is State.Verifying && current.IsVerified : MayPush(current, recorded.Time)),
        ReleaseSwitched => Allow(current.State is State.Pushing && !current.IsRollingBack),
        DeploymentSucceeded => Allow(current.State is State.Checking && !current.IsRollingBack && !current.IsAborted),
        AbortRequested => Allow(current.State is State.Pushing or State.Checking && !current.IsRollingBack && !current.IsAborted),
        RollbackStarted => Allow((current.State is State.Pushing or State.Checking) && !current.IsRollingBack),
        RollbackTried tried => Allow(current.IsRollingBack && !current.IsFinal && tried.Try == current.RollbackTries + 1),
        RollbackFinished => Allow(current.IsRollingBack && !current.IsFinal),
        DeploymentFailed => Allow(current.State is State.Queued or State.Waiting || IsRunning(current)),
        _ => TransitionRefusal.WrongState,
    };

    private static DeploymentSnapshot Next(DeploymentSnapshot current, RecordedFact recorded) => recorded.Fact switch
    {
        ApprovalGiven => Approve(current, recorded),
        ApprovalWithdrawn withdrawn => Unapprove(current, current.Approvals.RemoveAll(a => IsSamePerson(((ApprovalGiven)a.Fact).Authorization, withdrawn.Authorization))),
        ApprovalsVoided => Unapprove(current, []),
        ApprovalsMissing missing => AskAnew(current, missing, recorded.Time),
        DeploymentRejected rejected => current with { State = State.Rejected, Error = rejected.Describe() },
        DeploymentCancelled cancelled => current with { State = State.Cancelled, Error = cancelled.Describe() },
        DeploymentExpired expired => current with { State = State.Expired, Error = expired.Reason },
        DeploymentSuperseded superseded => current with { State = State.Superseded, Error = superseded.Describe() },
        DeploymentDenied denied => current with { State = State.Denied, Error = denied.Reason, Refusal = denied.Authorization },
        AttemptStarted attempt => current with { Attempts = attempt.Attempt, State = current.State is State.Queued ? State.Fetching : current.State },
        FetchTried tried => current with { FetchTries = tried.Try },
        ArtifactFetched artifact => current with { State = State.Verifying, Artifact = artifact },
        ArtifactVerified => current with { IsVerified = true, DeferredFor = "" },
        DeploymentPlanned plan => Review(current, plan, recorded.Time),
        ExecutionDeferred deferred => current with { DeferredFor = deferred.Reason },
        PushStarted push => current with { State = State.Pushing, Push = push },
        ReleaseSwitched => current with { State = State.Checking },
        DeploymentSucceeded => current with { State = State.Succeeded },
        AbortRequested => current with { IsAborted = true },
        RollbackStarted rollback => current with { IsRollingBack = true, Error = rollback.Error },
        RollbackTried tried => current with { RollbackTries = tried.Try },
        RollbackFinished => current with { State = HasReturned(current.Push!) ? State.RolledBack : State.Failed, IsTargetUnchanged = true },
        DeploymentFailed failed => current with { State = State.Failed, Error = failed.Error, IsTargetUnchanged = failed.IsTargetUnchanged },
        _ => current,
    };

    private static TransitionRefusal CheckApproval(DeploymentSnapshot current, ApprovalGiven approval, DateTimeOffset time)
    {
        if (current.State is not State.PendingApproval || IsTooLate(current, time))
        {
            return TransitionRefusal.WrongState;
        }

        if (IsSamePerson(current.Request.Authorization, approval.Authorization))
        {
            return TransitionRefusal.OwnApproval;
        }

        if (current.Approvals.Any(a => IsSamePerson(((ApprovalGiven)a.Fact).Authorization, approval.Authorization)))
        {
            return TransitionRefusal.AlreadyApproved;
        }

        return approval.ReviewDigest == current.ReviewDigest ? TransitionRefusal.None : TransitionRefusal.ReviewChanged;
    }

    private static bool IsTooLate(DeploymentSnapshot current, DateTimeOffset time) =>
        IsOld(current) ? time - current.CreateTime > current.ApprovalsExpireAfter : time >= current.ApprovalExpireTime;

    private static TransitionRefusal CheckWithdrawal(DeploymentSnapshot current, ApprovalWithdrawn withdrawn)
    {
        if (!IsReviewed(current))
        {
            return TransitionRefusal.WrongState;
        }

        return current.Approvals.Any(a => IsSamePerson(((ApprovalGiven)a.Fact).Authorization, withdrawn.Authorization))
            ? TransitionRefusal.None
            : TransitionRefusal.NotApproved;
    }

    // The first plan ends the preparation. A later one is recorded where something is another than before: what was approved is not what would run.
    private static DeploymentSnapshot Review(DeploymentSnapshot current, DeploymentPlanned plan, DateTimeOffset time)
    {
        var isFirst = current.Plan is null;
        var next = current with
        {
            Plan = plan,
            ReviewDigest = plan.ReviewDigest(current.Artifact!),
            HasPlanChanged = !isFirst,
            PlanTime = current.PlanTime ?? time,
        };
        if (current.AsksForApprovals)
        {
            return Unapprove(next, []);
        }

        return isFirst ? Ready(next, time) : next;
    }

    private static DeploymentSnapshot Approve(DeploymentSnapshot current, RecordedFact recorded)
    {
        var next = current with { Approvals = current.Approvals.Add(recorded) };
        if (!IsApproved(next))
        {
            return next;
        }

        return IsOld(next) ? next with { State = State.Queued } : Ready(next, recorded.Time);
    }

    private static DeploymentSnapshot AskAnew(DeploymentSnapshot current, ApprovalsMissing missing, DateTimeOffset time) => Unapprove(

        // They are asked for from now on; how old each may be is the gatekeeper's to say.
        current with { ApprovalRules = missing.Rules, ApprovalsExpireAfter = missing.ExpiresAfter, PlanTime = time },
        current.Approvals.RemoveAll(approval => !missing.Counting.Contains(((ApprovalGiven)approval.Fact).Authorization.DecisionId, StringComparer.Ordinal)));

    private static DeploymentSnapshot Unapprove(DeploymentSnapshot current, System.Collections.Immutable.ImmutableArray<RecordedFact> approvals) =>
        current with { Approvals = approvals, State = State.PendingApproval, ReadyTime = null, DeferredFor = "" };

    private static DeploymentSnapshot Ready(DeploymentSnapshot current, DateTimeOffset time) =>
        current with { State = State.Waiting, ReadyTime = time, DeferredFor = "" };

    // Each approver is another person, so each approval counts once. In journals from before there were rules, their number counted.
    private static bool IsApproved(DeploymentSnapshot snapshot) => snapshot.ApprovalRules.Count > 0
        ? ApprovalMatching.IsMet(snapshot.ApprovalRules, ApproversOf(snapshot))
        : IsOld(snapshot) && snapshot.Approvals.Length >= snapshot.Request.ApprovalsNeeded;

    // One person may be known under two client names, and one client name may serve two tokens: either makes them the same.
    private static bool IsSamePerson(Authorization one, Authorization other) =>
        one.Client == other.Client || CallerIdentity.From(one.Caller).IsSameAs(CallerIdentity.From(other.Caller));

    // Without an earlier release, or with the same one, there is nothing that it returned to.
    private static bool HasReturned(PushStarted push) => push.Previous.Length > 0 && push.Previous != push.Release;

    // What changes a target is read only once the push has begun; what only looks at it, once there is something to look for.
    private static bool MayRead(DeploymentSnapshot current, string purpose)
    {
        var isVerified = current.State is State.Verifying && current.IsVerified;
        var isPushing = !current.IsFinal && (current.State is State.Pushing || current.IsRollingBack);
        return isPushing || (isVerified && IsOld(current)) || (purpose == "observe" && (isVerified || IsReviewed(current)));
    }

    // It is known what would run, and nothing is done yet.
    private static bool IsReviewed(DeploymentSnapshot current) => current.State is State.PendingApproval or State.Waiting && !IsOld(current);

    // Whatever was waited for meanwhile, neither its own times nor those of its approvals are passed over.
    private static bool MayPush(DeploymentSnapshot current, DateTimeOffset time) =>
        current.State is State.Waiting && time < DeploymentDeadlines.OfPush(current) && !(current.Request.NotBefore > time);

    private static bool IsOld(DeploymentSnapshot current) => !current.Request.IsDecidedAtExecution;

    private static bool IsRunning(DeploymentSnapshot current) => current.State is State.Fetching or State.Verifying or State.Pushing or State.Checking;

    private static TransitionRefusal Allow(bool isAllowed) => isAllowed ? TransitionRefusal.None : TransitionRefusal.WrongState;
}
