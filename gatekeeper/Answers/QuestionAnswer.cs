using Deploy.V1;
using Gatekeeper.Seam;
using Gateway.Contract.Approvals;
using Google.Protobuf.WellKnownTypes;

namespace Gatekeeper.Answers;

/// <summary>
/// Answers a request for a deployment that only asks whether it would be allowed (AIP-163): with the deployment as it would be accepted, which
/// has no id and no state, since there is none.
/// </summary>
internal static class QuestionAnswer
{
    /// <summary>The deployment that is not begun.</summary>
    /// <param name="call">The call, a question.</param>
    /// <param name="decision">The decision, which allows it.</param>
    /// <exception cref="ArgumentException">The call asks for no deployment.</exception>
    public static Deployment Of(Call call, Decision decision)
    {
        if (call.Message is not CreateDeploymentRequest { ValidateOnly: true } request)
        {
            throw new ArgumentException("The call is no question.", nameof(call));
        }

        var obligation = ApprovalObligation.TryParse(decision.ObligationsJson) ?? throw new InvalidOperationException("The decision obliges to something that is not known.");
        return new Deployment
        {
            Application = request.Application,
            Environment = request.Environment,
            Version = request.Version,
            Digest = request.Digest,
            RequestedBy = decision.Client ?? "",
            DecisionId = decision.DecisionId,
            PolicyRevision = decision.PolicyRevision,
            Reason = request.Reason,
            Annotations = { request.Annotations },
            NotBefore = request.NotBefore?.Clone(),
            NotAfter = request.NotAfter?.Clone(),
            CreateTime = call.Arrival.Time.ToTimestamp(),
            ApprovalsNeeded = { obligation.Rules.Select(rule => new ApprovalsNeeded { Count = rule.Count, From = { rule.From } }) },
        };
    }
}
