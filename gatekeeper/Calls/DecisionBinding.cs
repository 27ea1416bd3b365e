using Deploy.V1;
using Gatekeeper.Policy;
using Gatekeeper.Seam;
using Gateway.Contract.Grants;

namespace Gatekeeper.Calls;

/// <summary>What a decision means for its call: whether its obligations can be met, and what the caller is told of a denial.</summary>
internal static class DecisionBinding
{
    private static readonly string CallerTooLarge =
        $"what the credentials say of the caller takes more than the {CallerDocument.MaxBytes / 1024} KiB that are kept with a change; a token with fewer claims or groups is needed";

    /// <summary>
    /// The decision, denied where it obliges to what cannot be met, since an obligation binds who carries the call out; and where the caller
    /// cannot be kept with the call, since it could not be decided again when it is executed.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="decision">What the policy decided.</param>
    /// <param name="document">What policy saw of the caller; null where the method has no such document, or it would be too large.</param>
    public static Decision Bind(Call call, Decision decision, CallerDocument? document) =>
        !decision.IsAllowed ? decision
        : decision.ObligationsJson != PolicyObligations.None && Unmet(call, decision) is { } fault
            ? Deny(decision, ErrorReason.UnknownObligation, "the policy asks for an obligation that cannot be met for this call", fault)
        : call.Method.HasCallerDocument && document is null
            ? Deny(decision, ErrorReason.CallerTooLarge, CallerTooLarge, "the caller document would be longer than what is kept with a change")
        : decision;

    /// <summary>The decision, denied because no grant can carry what it says.</summary>
    public static Decision TooLong(Decision decision) => Deny(
        decision,
        ErrorReason.UnknownObligation,
        "the policy asks for more than can travel with this call",
        $"obligations, persons and principals make the grant longer than the {GrantCodec.MaxLength} characters that it may have");

    /// <summary>The error of a denial.</summary>
    public static CallError Denial(Decision decision) =>
        new(decision.DenialReason, MessageOf(decision.DenialReason))
        {
            PolicyReasons = decision.Reasons,
            DecisionId = decision.DecisionId,
        };

    private static Decision Deny(Decision decision, ErrorReason reason, string told, string fault) =>
        decision with { IsAllowed = false, DenialReason = reason, Reasons = [told], Fault = fault };

    private static string MessageOf(ErrorReason reason) => reason switch
    {
        ErrorReason.PolicyDenied => "Denied by policy",
        ErrorReason.CallerTooLarge => "The caller's credentials say too much",
        _ => "No policy allows this",
    };

    private static string? Unmet(Call call, Decision decision) =>
        call.Method.IsAnswered ? "an obligation on a call that the gatekeeper answers itself"
        : decision.Visible is not null ? (call.Action == "list" ? null : "a list of what is visible on a call that lists nothing")
        : call.Action is "deploy" or "rollback" ? null : "approvals asked for a call that runs nothing";
}
