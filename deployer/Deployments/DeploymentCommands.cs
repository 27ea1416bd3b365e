using Deploy.V1;
using Deployer.Configuration;
using Deployer.Deployments.Journal;
using Deployer.Destinations;
using Deployer.Errors;
using Deployer.Facts;
using Deployer.Grants;
using Deployer.Targets;
using Gateway.Contract.Approvals;
using Gateway.Contract.Validation;
using Grpc.Core;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Deployments;

/// <summary>
/// The calls that change something. Each is one transaction: the grant is used up in it, whatever comes of the call, and what is
/// returned is durable.
/// </summary>
internal sealed partial class DeploymentCommands(
    DeploymentJournal journal, PermittedDestinations destinations, DeployerOptions options, TimeProvider time, ILogger<DeploymentCommands> logger)
{
    // For a week after a restoration: who repeats a call later than that has another reason for it.
    private const long WarnSeconds = 7 * 24 * 3600;

    /// <summary>Accepts a deployment.</summary>
    /// <exception cref="RpcException">It is refused.</exception>
    public Task<CallOutcome> CreateAsync(ApprovedCall<CreateDeploymentRequest> call)
    {
        var request = call.Request;
        if (request.ValidateOnly)
        {
            throw DeployerErrors.Invalid([new("validate_only", "is answered at the door; a request with it is no deployment")]);
        }

        RequireDestination(request.Application, request.Environment);
        var accepted = Accept(call.Call, request.Application, request.Environment, request.Version, request.RequestId) with
        {
            Digest = request.Digest,
            Reason = request.Reason,
            Exception = request.Exception,
            Annotations = new SortedDictionary<string, string>(request.Annotations, StringComparer.Ordinal),
            NotBefore = request.NotBefore?.ToDateTimeOffset(),
            NotAfter = request.NotAfter?.ToDateTimeOffset(),
        };
        RequireTimes(accepted);
        return WriteAsync(call.Call, t => Begin(t, accepted, call.Call.Keep()));
    }

    /// <summary>Accepts a deployment of what succeeded before.</summary>
    /// <exception cref="RpcException">It is refused.</exception>
    public Task<CallOutcome> RollBackAsync(ApprovedCall<RollBackDeploymentRequest> call)
    {
        var request = call.Request;
        RequireDestination(request.Application, request.Environment);
        var accepted = Accept(call.Call, request.Application, request.Environment, "", request.RequestId) with
        {
            Reason = request.Reason,
            Exception = request.Exception,
        };
        return WriteAsync(call.Call, t => RollBack(t, accepted, request.DeploymentId, call.Call.Keep()));
    }

    /// <summary>Cancels a deployment whose push has not begun; or aborts the push.</summary>
    public Task<CallOutcome> CancelAsync(ApprovedCall<CancelDeploymentRequest> call)
    {
        var request = call.Request;
        var authorization = call.Call.Authorize();
        return WriteAsync(call.Call, t => Append(t, request.Application, request.Environment, request.DeploymentId, snapshot => snapshot.IsBeforePush || !request.Abort
            ? new DeploymentCancelled { Authorization = authorization, Comment = request.Comment }
            : new AbortRequested { Authorization = authorization, Comment = request.Comment }));
    }

    /// <summary>Rejects a deployment that waits for approval.</summary>
    public Task<CallOutcome> RejectAsync(ApprovedCall<RejectDeploymentRequest> call)
    {
        var request = call.Request;
        var fact = new DeploymentRejected { Authorization = call.Call.Authorize(), Comment = request.Comment };
        return WriteAsync(call.Call, t => Append(t, request.Application, request.Environment, request.DeploymentId, _ => fact));
    }

    /// <summary>Approves a deployment that waits for approval.</summary>
    public Task<CallOutcome> ApproveAsync(ApprovedCall<ApproveDeploymentRequest> call)
    {
        var request = call.Request;
        var fact = new ApprovalGiven { Authorization = call.Call.Authorize(), Comment = request.Comment };
        return WriteAsync(call.Call, t => Approve(t, request, fact, call.Call.Keep()));
    }

    /// <summary>Takes the caller's own approval back.</summary>
    public Task<CallOutcome> WithdrawAsync(ApprovedCall<WithdrawApprovalRequest> call)
    {
        var request = call.Request;
        var fact = new ApprovalWithdrawn { Authorization = call.Call.Authorize(), Comment = request.Comment };
        return WriteAsync(call.Call, t => Append(t, request.Application, request.Environment, request.DeploymentId, _ => fact));
    }

    /// <summary>Holds pushes.</summary>
    /// <exception cref="RpcException">The grant was used before.</exception>
    public async Task<HoldRecord> HoldAsync(ApprovedCall<HoldEnvironmentRequest> call)
    {
        var request = call.Request;
        var authorization = call.Call.Authorize();
        return await journal.WriteAsync(t => t.TrySpend(call.Call.Use) ? t.Hold(new Lane(request.Application, request.Environment), request.Reason, authorization) : null)
            ?? throw CallErrors.Create(CallRefusal.GrantReplayed);
    }

    /// <summary>Releases a hold.</summary>
    /// <exception cref="RpcException">The grant was used before, or there is no such hold.</exception>
    public async Task ReleaseAsync(ApprovedCall<ReleaseHoldRequest> call)
    {
        var over = new Lane(call.Request.Application, call.Request.Environment);
        var authorization = call.Call.Authorize();
        var isReleased = await journal.WriteAsync<bool?>(t => t.TrySpend(call.Call.Use) ? t.Release(over, authorization) : null);
        if (isReleased != true)
        {
            throw isReleased is null
                ? CallErrors.Create(CallRefusal.GrantReplayed)
                : CallErrors.Create(CallRefusal.NotFound, "There is no hold with exactly this application and environment.");
        }
    }

    /// <summary>Uses up the grant of a call that changes nothing in the journal.</summary>
    /// <exception cref="RpcException">The grant was used before.</exception>
    public async Task SpendAsync(ApprovedCall call)
    {
        if (!await journal.WriteAsync(t => t.TrySpend(call.Use)))
        {
            throw GrantErrors.From(ErrorReason.GrantReplayed);
        }
    }

    private Task<CallOutcome> WriteAsync(ApprovedCall call, Func<JournalTransaction, CallOutcome> work) =>
        journal.WriteAsync(t => t.TrySpend(call.Use) ? work(t) : CallRefusal.GrantReplayed);

    private CallOutcome Begin(JournalTransaction transaction, DeploymentAccepted accepted, KeptCall call)
    {
        var fingerprint = accepted.Fingerprint();
        if (accepted.RequestId.Length > 0 && transaction.FindByRequestId(accepted.RequestId) is var (id, known))
        {
            return known.AsSpan().SequenceEqual(fingerprint) ? transaction.Find(id)!.Snapshot : CallRefusal.RequestIdTaken;
        }

        if (accepted.RequestId.Length > 0 && journal.State is { RestoredAt: > 0 } state && time.GetUtcNow().ToUnixTimeSeconds() - state.RestoredAt < WarnSeconds)
        {
            LogUnknownRequestId(logger, accepted.RequestId, DateTimeOffset.FromUnixTimeMilliseconds(state.KnownUntil), DateTimeOffset.FromUnixTimeSeconds(state.RestoredAt));
        }

        (var all, var inLane) = transaction.CountOpen(accepted.Application, accepted.Environment);
        return all < options.Limits.MaxDeployments && inLane < options.Limits.MaxDeploymentsPerLane
            ? transaction.Begin(Guid.CreateVersion7().ToString(), accepted, fingerprint, call).Snapshot
            : CallRefusal.QueueFull;
    }

    private CallOutcome RollBack(JournalTransaction transaction, DeploymentAccepted accepted, string deploymentId, KeptCall call)
    {
        // The first deployment of this request id decides what "the one before" was then.
        if (accepted.RequestId.Length > 0 && transaction.FindByRequestId(accepted.RequestId) is var (id, _) && transaction.Find(id) is { } first)
        {
            // What asked for a version went nowhere back, even where both say the same.
            if (first.Snapshot.Request.RollbackOf.Length == 0)
            {
                return CallRefusal.RequestIdTaken;
            }

            accepted = accepted with { RollbackOf = first.Snapshot.Request.RollbackOf, Version = first.Snapshot.Request.Version, Digest = first.Snapshot.Request.Digest };
            return deploymentId.Length == 0 || deploymentId == accepted.RollbackOf ? Begin(transaction, accepted, call) : CallRefusal.RequestIdTaken;
        }

        var lane = new Lane(accepted.Application, accepted.Environment);
        var isKnown = transaction.Knows(lane);
        if (deploymentId.Length == 0 && !isKnown)
        {
            return CallOutcome.Refuse(CallRefusal.WrongState, "The deployer's journal was restored, and nobody has found there yet what it says is current. Ask for the environment (GetEnvironment); where that is another release than before, it stays so, and what to go back to must be named by deployment_id.");
        }

        var stack = isKnown ? transaction.Stack(lane, Rollbacks.MaxDepth) : [];
        if (deploymentId.Length > 0)
        {
            return FindThere(transaction, accepted.Application, accepted.Environment, deploymentId) is { State: State.Succeeded } success
                ? BeginRollback(transaction, accepted, new Success(success.Id, success.Request.Version, success.Digest, success.Push!.Release), stack, call)
                : CallOutcome.Refuse(CallRefusal.NotFound, "There is no such deployment there that has succeeded.");
        }

        var goal = Rollbacks.Find(stack, transaction.LastPush(lane), transaction.OpenIn(lane).Exists(open => open.Request.RollbackOf.Length > 0));
        return goal.Success is { } earlier
            ? BeginRollback(transaction, accepted, earlier, stack, call)
            : CallOutcome.Refuse(goal.Refusal, goal.Problem);
    }

    private CallOutcome BeginRollback(JournalTransaction transaction, DeploymentAccepted accepted, Success goal, List<Success> stack, KeptCall call)
    {
        var undone = stack is [var current, ..] && current.Release != goal.Release ? current.Deployment : "";
        return Begin(transaction, accepted with { Version = goal.Version, Digest = goal.Digest, RollbackOf = goal.Deployment, RollsBack = undone }, call);
    }

    private static CallOutcome Approve(JournalTransaction transaction, ApproveDeploymentRequest request, ApprovalGiven fact, KeptCall call)
    {
        if (FindThere(transaction, request.Application, request.Environment, request.DeploymentId) is not { } snapshot)
        {
            return CallRefusal.NotFound;
        }

        if (ApproverProblem(CallerIdentity.From(fact.Authorization.Caller), snapshot) is { } problem)
        {
            return CallOutcome.Refuse(CallRefusal.NotAnApprover, problem);
        }

        if (request.ReviewDigest.Length == 0 && snapshot.HasPlanChanged)
        {
            return CallOutcome.Refuse(CallRefusal.ReviewChanged, $"What would run has changed since it first waited for approval. Look at it again, and name its review_digest, {snapshot.ReviewDigest}.");
        }

        var approval = fact with { ReviewDigest = request.ReviewDigest.Length > 0 ? request.ReviewDigest : snapshot.ReviewDigest };
        var transition = transaction.Append(snapshot.Id, approval);
        if (transition.Refusal == TransitionRefusal.None)
        {
            transaction.Keep(snapshot.Id, fact.Authorization.DecisionId, call);
        }

        return CallOutcome.From(transition, snapshot);
    }

    // A grant for one place says nothing about a deployment in another.
    private static DeploymentSnapshot? FindThere(JournalTransaction transaction, string application, string environment, string id)
    {
        try
        {
            return transaction.Find(id)?.Snapshot is { } found && found.Request.Application == application && found.Request.Environment == environment ? found : null;
        }
        catch (DamagedDeploymentException e) when (e.Damaged.Application != application || e.Damaged.Environment != environment)
        {
            return null;
        }
    }

    private static CallOutcome Append(JournalTransaction transaction, string application, string environment, string id, Func<DeploymentSnapshot, DeploymentFact> fact)
    {
        if (FindThere(transaction, application, environment, id) is not { } snapshot)
        {
            return CallRefusal.NotFound;
        }

        return CallOutcome.From(transaction.Append(id, fact(snapshot)), snapshot);
    }

    // Whoever is not known as a person cannot be shown to be another one than those behind the request.
    private static string? ApproverProblem(CallerIdentity approver, DeploymentSnapshot snapshot)
    {
        if (approver.Kind != "person" || approver.Persons.Count == 0)
        {
            return "Approvals come from people, and it is not known which person this caller is.";
        }

        return snapshot.ApprovalRules.Any(rule => rule.Takes(approver.Principals))
            ? null
            : $"Approvals are asked of {string.Join(", and of ", snapshot.ApprovalRules.Select(rule => string.Join(" or ", rule.From)))}; for this application the caller counts as {(approver.Principals.Count > 0 ? string.Join(", ", approver.Principals) : "none of them")}.";
    }

    private void RequireTimes(DeploymentAccepted accepted)
    {
        var now = time.GetUtcNow();
        List<FieldViolation> violations = [];
        if (accepted.NotBefore > now + DeploymentDeadlines.MaxAhead)
        {
            violations.Add(new("not_before", "must be at most 30 days ahead"));
        }

        if (accepted.NotAfter is { } end && (end <= now || end <= accepted.NotBefore || end > now + DeploymentDeadlines.MaxAhead + TimeSpan.FromDays(1)))
        {
            violations.Add(new("not_after", "must be ahead, later than not_before, and at most 31 days ahead"));
        }

        if (accepted.ApprovalsNeeded > 0 && accepted.NotBefore >= now + accepted.ApprovalsExpireAfter)
        {
            violations.Add(new("not_before", $"must be earlier than the end of the approvals, {accepted.ApprovalsExpireAfter} after it is prepared"));
        }

        if (violations.Count > 0)
        {
            throw DeployerErrors.Invalid(violations);
        }
    }

    private void RequireDestination(string application, string environment)
    {
        try
        {
            if (destinations.Find(application, environment) is null)
            {
                throw DeployerErrors.Create(StatusCode.NotFound, ErrorReason.NotFound, "The policies have no destination for this application and environment.");
            }
        }
        catch (DestinationRefusedException e)
        {
            throw DeployerErrors.Create(StatusCode.FailedPrecondition, ErrorReason.WrongState, e.Message);
        }
    }

    private static DeploymentAccepted Accept(ApprovedCall call, string application, string environment, string version, string requestId)
    {
        var obligation = ApprovalObligation.TryParse(call.Grant.ObligationsJson)
            ?? throw DeployerErrors.Create(StatusCode.PermissionDenied, ErrorReason.UnknownObligation, "The decision carries an obligation that the deployer does not know.");
        return new DeploymentAccepted
        {
            Application = application,
            Environment = environment,
            Version = version,
            RequestId = FieldRules.FoldUuid(requestId),
            IsDecidedAtExecution = true,
            Authorization = call.Authorize(),
            ApprovalsNeeded = obligation.Rules.Sum(rule => rule.Count),
            ApprovalRules = obligation.Rules,
            ApprovalsExpireAfter = obligation.ExpiresAfter,
        };
    }

    [LoggerMessage(EventId = 1309, Level = LogLevel.Warning, Message = "The request id {RequestId} is not known. The journal lacks what was accepted between {KnownUntil:u} and {RestoredAt:u}: if this repeats a call of that time, it is carried out a second time.")]
    private static partial void LogUnknownRequestId(ILogger logger, string requestId, DateTimeOffset knownUntil, DateTimeOffset restoredAt);
}
