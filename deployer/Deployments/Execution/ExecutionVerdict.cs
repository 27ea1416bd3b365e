using Deploy.V1;
using Deployer.Facts;
using Gateway.Contract.Approvals;

namespace Deployer.Deployments.Execution;

/// <summary>What a gatekeeper's answer means for a deployment. Pure; an answer that does not fit the deployment means nothing.</summary>
/// <param name="Fact">What is recorded; null where nothing is.</param>
/// <param name="Reason">Why the deployment goes on waiting; empty where it does not.</param>
internal sealed record ExecutionVerdict(DeploymentFact? Fact, string Reason)
{
    /// <summary>It is not for this deployment as it is now, or does not say what it must.</summary>
    public static ExecutionVerdict Unfit { get; } = new(null, "the gatekeeper's answer does not fit the deployment");

    /// <summary>Reads an answer.</summary>
    /// <param name="answer">The answer, its grant verified.</param>
    /// <param name="snapshot">The deployment that was asked about.</param>
    /// <param name="push">What begins where the answer is yes.</param>
    public static ExecutionVerdict Of(ExecutionAnswer answer, DeploymentSnapshot snapshot, PushStarted push) => answer.Message switch
    {
        ExecuteDeploymentRequest request => OfYes(answer, request, snapshot, push),
        RefuseExecutionRequest request => OfNo(answer, request, snapshot),
        _ => Unfit,
    };

    // What the gatekeeper found to be enough is counted again here: it signs, but it does not count for the worker.
    private static ExecutionVerdict OfYes(ExecutionAnswer answer, ExecuteDeploymentRequest request, DeploymentSnapshot snapshot, PushStarted push)
    {
        var isAboutThis = IsAbout(snapshot, request.Application, request.Environment, request.DeploymentId)
            && request.Digest == snapshot.Digest && request.ReviewDigest == snapshot.ReviewDigest;
        if (!isAboutThis || ApprovalObligation.TryParse(answer.Call.Grant.ObligationsJson) is not { } obligation)
        {
            return Unfit;
        }

        var isApproved = AreGiven(request.Approvals, snapshot) && ApprovalMatching.IsMet(obligation.Rules, [.. request.Approvals.Select(approval => approval.Principals)]);
        return isApproved ? new(push with { Execution = answer.Call.Authorize() }, "") : Unfit;
    }

    private static ExecutionVerdict OfNo(ExecutionAnswer answer, RefuseExecutionRequest request, DeploymentSnapshot snapshot)
    {
        if (!IsAbout(snapshot, request.Application, request.Environment, request.DeploymentId))
        {
            return Unfit;
        }

        var reason = request.Reasons.Count > 0 ? string.Join("; ", request.Reasons) : "the gatekeeper gave no reason";
        return request.Outcome switch
        {
            RefuseExecutionRequest.Types.Outcome.Denied => new(new DeploymentDenied { Reason = $"Refused when it was decided again: {reason}", Authorization = answer.Call.Authorize() }, ""),
            RefuseExecutionRequest.Types.Outcome.ApprovalsMissing => OfMissing(answer, request, snapshot, reason),
            _ => new(null, $"the gatekeeper could not decide: {reason}"),
        };
    }

    private static ExecutionVerdict OfMissing(ExecutionAnswer answer, RefuseExecutionRequest request, DeploymentSnapshot snapshot, string reason)
    {
        if (ApprovalObligation.TryParse(answer.Call.Grant.ObligationsJson) is not { Rules.Count: > 0 } obligation || !AreGiven(request.Approvals, snapshot))
        {
            return Unfit;
        }

        var missing = new ApprovalsMissing
        {
            Rules = obligation.Rules,
            ExpiresAfter = obligation.ExpiresAfter,
            Counting = [.. request.Approvals.Select(approval => approval.DecisionId)],
            Reason = reason,
            Authorization = answer.Call.Authorize(),
        };
        return new(missing, "");
    }

    private static bool IsAbout(DeploymentSnapshot snapshot, string application, string environment, string id) =>
        id == snapshot.Id && application == snapshot.Request.Application && environment == snapshot.Request.Environment;

    // Each was given here, and counts once; nobody counts twice, and nobody behind the request counts at all.
    private static bool AreGiven(IReadOnlyCollection<CountedApproval> approvals, DeploymentSnapshot snapshot)
    {
        var given = snapshot.Approvals.Select(approval => ((ApprovalGiven)approval.Fact).Authorization.DecisionId).ToHashSet(StringComparer.Ordinal);
        var persons = CallerIdentity.From(snapshot.Request.Authorization.Caller).Persons.ToHashSet(StringComparer.Ordinal);
        return approvals.All(approval => given.Remove(approval.DecisionId) && approval.Persons.Count > 0 && !approval.Persons.Any(persons.Contains) && approval.Persons.All(persons.Add));
    }
}
