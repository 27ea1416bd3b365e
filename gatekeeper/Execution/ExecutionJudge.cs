using Deploy.V1;
using Gatekeeper.Audit;
using Gatekeeper.Calls;
using Gatekeeper.Policy;
using Gatekeeper.Seam;
using Gateway.Contract.Approvals;
using Gateway.Hosting.Audit;
using Rego.Values;
using Outcome = Deploy.V1.RefuseExecutionRequest.Types.Outcome;

namespace Gatekeeper.Execution;

/// <summary>
/// Decides a deployment again immediately before it is executed: proves the recorded calls, decides each approval and then the request with
/// the policies of now, and records every decision durably before anything is answered. Only an explicit refusal of the policy, or calls that
/// prove nothing, deny; whatever else goes wrong leaves it undecided.
/// </summary>
internal sealed class ExecutionJudge(CallProver prover, PolicyDecisionPoint policy, IDecisionLog log, TimeProvider time)
{
    private const string Changed = "the policies were replaced meanwhile";
    private const string TooSlow = "it took too long";
    private const string Unrecorded = "the decision could not be recorded";

    /// <summary>Decides.</summary>
    /// <param name="asked">What the deployer asks; an answer to it can be addressed.</param>
    /// <param name="deadline">When an answer would come too late.</param>
    public async Task<Verdict> JudgeAsync(DecisionRequest asked, CancellationToken deadline)
    {
        try
        {
            return await DecideAsync(ProvenDeployment.Prove(asked, prover), deadline);
        }
        catch (UnprovenException e)
        {
            return await RefuseUnprovenAsync(asked, e.Message);
        }
        catch (AuditUnavailableException)
        {
            return Verdict.Undecided(Unrecorded);
        }
    }

    private async Task<Verdict> DecideAsync(ProvenDeployment deployment, CancellationToken deadline)
    {
        var now = time.GetUtcNow();
        List<Decided> approvals = [];
        foreach (var approval in deployment.Approvals)
        {
            if (deadline.IsCancellationRequested)
            {
                return Verdict.Undecided(TooSlow);
            }

            approvals.Add(Decide(approval, KnownAtExecution.OfApproval(deployment, approval), now));
        }

        List<AllowedApproval> allowed =
        [
            .. approvals.Where(approval => approval.Decision.IsAllowed)
                .Select(approval => new AllowedApproval(approval.Proven, approval.Decision.DecisionId, approval.Decision.Persons ?? [], approval.Decision.Principals ?? [])),
        ];
        var request = Decide(deployment.Request, KnownAtExecution.OfRequest(deployment, allowed), now);

        var verdict = approvals.All(approval => approval.Decision.PolicyRevision == request.Decision.PolicyRevision)
            ? Conclude(deployment, request, allowed, hasDoubt: approvals.Any(IsUndecided))
            : Verdict.Undecided(Changed);

        // Not under the deadline: what was decided is recorded, whoever is still there to hear it. The request's record says what comes of all
        // of it: that the request is allowed is not enough where approvals are missing.
        List<Task> records = [.. approvals.Select(decided => RecordAsync(decided, deployment))];
        records.Add(RecordAsync(request, deployment, ("outcome", NameOf(verdict.Outcome))));
        await Task.WhenAll(records);
        return verdict;
    }

    private static string NameOf(Outcome outcome) => outcome switch
    {
        Outcome.Unspecified => "execute",
        Outcome.Denied => "denied",
        Outcome.ApprovalsMissing => "approvals_missing",
        _ => "undecided",
    };

    private static Verdict Conclude(ProvenDeployment deployment, Decided request, List<AllowedApproval> allowed, bool hasDoubt)
    {
        var decision = request.Decision;
        if (!decision.IsAllowed)
        {
            return new(IsUndecided(request) ? Outcome.Undecided : Outcome.Denied, decision.Reasons) { Decision = decision, Caller = request.Proven.Caller };
        }

        // Understood by the answer's reader already.
        var obligation = ApprovalObligation.TryParse(decision.ObligationsJson) ?? throw new InvalidOperationException("An obligation that was understood is not.");
        string[] requesters = [.. decision.Persons ?? [], .. RecordedCaller.PersonsOf(request.Proven.Grant)];
        var counting = ApprovalCount.Counting(allowed, request.Call.Arrival.Time, requesters, obligation);
        var isMet = ApprovalCount.AreMet(obligation, counting);
        var outcome = isMet ? Outcome.Unspecified : hasDoubt ? Outcome.Undecided : Outcome.ApprovalsMissing;
        return new(outcome, isMet ? [] : [hasDoubt ? "an approval could not be decided again" : ApprovalCount.Missing(obligation, counting)])
        {
            Decision = decision,
            Caller = request.Proven.Caller,
            Approvals = [.. ApprovalCount.ToContract(obligation, counting)],
        };
    }

    // Whatever is no refusal by the policy itself: an error, no answer, an answer that is not understood.
    private static bool IsUndecided(Decided decided) => !decided.Decision.IsAllowed && decided.Decision.DenialReason != ErrorReason.PolicyDenied;

    private Decided Decide(ProvenCall proven, RegoObject known, DateTimeOffset now)
    {
        var call = proven.At(now, DecisionIds.Create(now));
        return new(proven, call, DecisionBinding.Bind(call, policy.Decide(call, proven.Caller, known, isExecution: true), proven.Document));
    }

    private Task RecordAsync(Decided decided, ProvenDeployment deployment, params ReadOnlySpan<(string Name, string Id)> more)
    {
        var grant = decided.Proven.Grant;
        var about = About(deployment.Asked, [("call_decision_id", grant.DecisionId), ("request_decision_id", deployment.Request.Grant.DecisionId), .. more]);
        var repeats = new RepeatedCall(grant.DecisionId, RecordedCaller.ExceptionsOf(grant));
        return log.RecordAsync(DecisionRecord.ForDecision(decided.Call, decided.Proven.Caller, decided.Decision, about, repeats), durable: true, CancellationToken.None).AsTask();
    }

    private async Task<Verdict> RefuseUnprovenAsync(DecisionRequest asked, string problem)
    {
        var now = time.GetUtcNow();
        var id = DecisionIds.Create(now);
        try
        {
            // Of the calls nothing is believed, their door and address included: it is the deployer that asks.
            var record = DecisionRecord.ForUnproven(
                new Arrival(id, now, CallContext.Grpc, "deployer"), "/deploy.v1.WorkerService/WatchDecisionRequests", problem, About(asked));
            await log.RecordAsync(record, durable: true, CancellationToken.None);
        }
        catch (AuditUnavailableException)
        {
            return Verdict.Undecided(Unrecorded);
        }

        return new(Outcome.Denied, [$"what the deployer has recorded does not prove that this may be executed: {problem}"]) { RecordId = id };
    }

    private static RegoObject About(DecisionRequest asked, params ReadOnlySpan<(string Name, string Id)> decisions)
    {
        List<KeyValuePair<RegoValue, RegoValue>> members =
        [
            new(RegoString.From("decision_request_id"), RegoString.From(asked.DecisionRequestId)),
            new(RegoString.From("deployment_id"), RegoString.From(asked.DeploymentId)),
            new(RegoString.From("told_by_deployer"), KnownAtExecution.OnTheDeployersWord),
        ];
        foreach (var (name, id) in decisions)
        {
            members.Add(new(RegoString.From(name), RegoString.From(id)));
        }

        return RegoObject.From([.. members]);
    }

    private sealed record Decided(ProvenCall Proven, Call Call, Decision Decision);
}
