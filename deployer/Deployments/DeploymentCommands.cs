using Deploy.V1;
using Deployer.Configuration;
using Deployer.Deployments.Journal;
using Deployer.Destinations;
using Deployer.Errors;
using Deployer.Facts;
using Deployer.Grants;
using Gateway.Contract.Approvals;
using Grpc.Core;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Deployments;

/// <summary>
/// The calls that change something. Each is one transaction: the grant is used up in it, whatever comes of the call, and what is
/// returned is durable.
/// </summary>
internal sealed class DeploymentCommands(DeploymentJournal journal, DestinationTable destinations, DeployerOptions options)
{
    // How far back "the success before the current one" is looked for.
    private const int MaxSuccesses = 100;

    /// <summary>Accepts a deployment.</summary>
    /// <exception cref="RpcException">It is refused.</exception>
    public Task<CallOutcome> CreateAsync(ApprovedCall<CreateDeploymentRequest> call)
    {
        var request = call.Request;
        RequireDestination(request.Application, request.Environment);
        var accepted = Accept(call.Call, request.Application, request.Environment, request.Version) with
        {
            Digest = request.Digest,
            RequestId = request.RequestId,
            Reason = request.Reason,
            Exception = request.Exception,
            Annotations = new SortedDictionary<string, string>(request.Annotations, StringComparer.Ordinal),
        };
        return WriteAsync(call.Call, t => Begin(t, accepted));
    }

    /// <summary>Accepts a deployment of what succeeded before.</summary>
    /// <exception cref="RpcException">It is refused.</exception>
    public Task<CallOutcome> RollBackAsync(ApprovedCall<RollBackDeploymentRequest> call)
    {
        var request = call.Request;
        RequireDestination(request.Application, request.Environment);
        var accepted = Accept(call.Call, request.Application, request.Environment, "") with
        {
            RequestId = request.RequestId,
            Reason = request.Reason,
            Exception = request.Exception,
        };
        return WriteAsync(call.Call, t => RollBack(t, accepted, request.DeploymentId));
    }

    /// <summary>Cancels a deployment whose push has not begun.</summary>
    public Task<CallOutcome> CancelAsync(ApprovedCall<CancelDeploymentRequest> call)
    {
        var request = call.Request;
        var fact = new DeploymentCancelled { Authorization = call.Call.Authorize(), Comment = request.Comment };
        return WriteAsync(call.Call, t => Append(t, request.Application, request.Environment, request.DeploymentId, _ => fact));
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
        var approver = CallerIdentity.From(fact.Authorization.Caller);
        return WriteAsync(call.Call, t => Append(
            t, request.Application, request.Environment, request.DeploymentId, snapshot => MayApprove(approver, snapshot.Request) ? fact : null));
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

    private CallOutcome Begin(JournalTransaction transaction, DeploymentAccepted accepted)
    {
        var fingerprint = accepted.Fingerprint();
        if (accepted.RequestId.Length > 0 && transaction.FindByRequestId(accepted.RequestId) is var (id, known))
        {
            return known.AsSpan().SequenceEqual(fingerprint) ? transaction.Find(id)!.Snapshot : CallRefusal.RequestIdTaken;
        }

        (var all, var inLane) = transaction.CountOpen(accepted.Application, accepted.Environment);
        return all < options.Limits.MaxDeployments && inLane < options.Limits.MaxDeploymentsPerLane
            ? transaction.Begin(Guid.CreateVersion7().ToString(), accepted, fingerprint).Snapshot
            : CallRefusal.QueueFull;
    }

    private CallOutcome RollBack(JournalTransaction transaction, DeploymentAccepted accepted, string deploymentId)
    {
        // The first deployment of this request id decides what "the one before" was then.
        if (accepted.RequestId.Length > 0 && transaction.FindByRequestId(accepted.RequestId) is var (id, _) && transaction.Find(id) is { } first)
        {
            accepted = accepted with { RollbackOf = first.Snapshot.Request.RollbackOf, Version = first.Snapshot.Request.Version, Digest = first.Snapshot.Request.Digest };
            return deploymentId.Length == 0 || deploymentId == accepted.RollbackOf ? Begin(transaction, accepted) : CallRefusal.RequestIdTaken;
        }

        var to = deploymentId.Length > 0
            ? FindSuccess(transaction, accepted, deploymentId)
            : PreviousSuccess(transaction.Successes(accepted.Application, accepted.Environment, MaxSuccesses));
        return to is null
            ? CallRefusal.NotFound
            : Begin(transaction, accepted with { Version = to.Request.Version, Digest = to.Digest, RollbackOf = to.Id });
    }

    private static DeploymentSnapshot? FindSuccess(JournalTransaction transaction, DeploymentAccepted place, string id) =>
        FindThere(transaction, place.Application, place.Environment, id) is { State: State.Succeeded } success ? success : null;

    private static DeploymentSnapshot? PreviousSuccess(IEnumerable<DeploymentSnapshot> newestFirst)
    {
        DeploymentSnapshot? current = null;
        foreach (var success in newestFirst)
        {
            current ??= success;
            if (success.Digest != current.Digest || success.Request.Version != current.Request.Version)
            {
                return success;
            }
        }

        return null;
    }

    // A grant for one place says nothing about a deployment in another.
    private static DeploymentSnapshot? FindThere(JournalTransaction transaction, string application, string environment, string id) =>
        transaction.Find(id)?.Snapshot is { } found && found.Request.Application == application && found.Request.Environment == environment ? found : null;

    private static CallOutcome Append(JournalTransaction transaction, string application, string environment, string id, Func<DeploymentSnapshot, DeploymentFact?> fact)
    {
        if (FindThere(transaction, application, environment, id) is not { } snapshot)
        {
            return CallRefusal.NotFound;
        }

        return fact(snapshot) is { } allowed ? CallOutcome.From(transaction.Append(id, allowed)) : CallRefusal.NotAnApprover;
    }

    // Whoever is not known as a person cannot be shown to be another one than those behind the request.
    private static bool MayApprove(CallerIdentity approver, DeploymentAccepted request) =>
        approver.Kind == "person" && approver.Persons.Count > 0 && request.ApprovalRules.Any(rule => rule.Takes(approver.Principals));

    private void RequireDestination(string application, string environment)
    {
        if (destinations.Find(application, environment) is null)
        {
            throw DeployerErrors.Create(StatusCode.NotFound, ErrorReason.NotFound, "The deployer has no target for this application and environment.");
        }
    }

    private static DeploymentAccepted Accept(ApprovedCall call, string application, string environment, string version)
    {
        var obligation = ApprovalObligation.TryParse(call.Grant.ObligationsJson)
            ?? throw DeployerErrors.Create(StatusCode.PermissionDenied, ErrorReason.UnknownObligation, "The decision carries an obligation that the deployer does not know.");
        return new DeploymentAccepted
        {
            Application = application,
            Environment = environment,
            Version = version,
            Authorization = call.Authorize(),
            ApprovalsNeeded = obligation.Rules.Sum(rule => rule.Count),
            ApprovalRules = obligation.Rules,
            ApprovalsExpireAfter = obligation.ExpiresAfter,
        };
    }
}
