using Deploy.V1;
using Gatekeeper.Policy;
using Gatekeeper.Seam;

namespace Gatekeeper.Calls;

/// <summary>What a decision means for its call: whether its obligations can be met, and what the caller is told of a denial.</summary>
internal static class DecisionBinding
{
    /// <summary>The decision, denied where it obliges to what cannot be met: an obligation binds who carries the call out.</summary>
    public static Decision Bind(Call call, Decision decision) =>
        decision.IsAllowed && decision.ObligationsJson != PolicyObligations.None && Unmet(call, decision) is { } fault
            ? decision with
            {
                IsAllowed = false,
                DenialReason = ErrorReason.UnknownObligation,
                Reasons = ["the policy asks for an obligation that cannot be met for this call"],
                Fault = fault,
            }
            : decision;

    /// <summary>The error of a denial.</summary>
    public static CallError Denial(Decision decision) =>
        new(decision.DenialReason, decision.DenialReason == ErrorReason.PolicyDenied ? "Denied by policy" : "No policy allows this")
        {
            PolicyReasons = decision.Reasons,
            DecisionId = decision.DecisionId,
        };

    private static string? Unmet(Call call, Decision decision) =>
        call.Method.IsAnswered ? "an obligation on a call that the gatekeeper answers itself"
        : decision.Visible is not null ? (call.Action == "list" ? null : "a list of what is visible on a call that lists nothing")
        : call.IsChanging ? null : "approvals asked for a call that changes nothing";
}
