using Deploy.V1;
using Gatekeeper.Audit;
using Gatekeeper.Grants;
using Gatekeeper.Policy;
using Gateway.Hosting.Audit;

namespace Gatekeeper.Calls;

/// <summary>
/// Decides, records, grants, in this order: a call that changes something goes on only after its record is on stable storage, a
/// reading one after its record is written, and neither leaves the gatekeeper without a grant.
/// </summary>
internal sealed class DecisionMiddleware(RequestDelegate next, PolicyDecisionPoint policy, IDecisionLog log, GrantIssuer grants)
{
    /// <summary>Runs the rest of the pipeline for an allowed call.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        var context = CallContext.Of(http);
        var call = context.Call ?? throw new InvalidOperationException("The call has not been read.");
        var caller = context.Caller ?? throw new InvalidOperationException("The caller is not known.");
        var decision = Bind(call, policy.Decide(call, caller));
        try
        {
            // Not under the call's own cancellation: what was decided is recorded, whoever is still there to hear it.
            await log.RecordAsync(DecisionRecord.ForDecision(call, caller, decision), call.IsChanging && decision.IsAllowed, CancellationToken.None);
        }
        catch (AuditUnavailableException e)
        {
            throw new CallException(ErrorReason.AuditUnavailable, "The decision could not be recorded, so nothing was done.", e);
        }

        context.Decision = decision;
        if (!decision.IsAllowed)
        {
            await ErrorResponder.WriteAsync(http, context, Denial(decision));
            return;
        }

        context.Grant = call.Method.IsAnswered ? null : Issue(context);
        await next(http);
    }

    // An obligation binds who carries the call out. A call that is answered here goes to nobody who would.
    private static Decision Bind(Call call, Decision decision) =>
        decision.IsAllowed && call.Method.IsAnswered && decision.ObligationsJson != PolicyObligations.None
            ? decision with
            {
                IsAllowed = false,
                DenialReason = ErrorReason.UnknownObligation,
                Reasons = ["the policy asks for an obligation that cannot be met for this call"],
                Fault = "an obligation on a call that the gatekeeper answers itself",
            }
            : decision;

    /// <summary>Issues the grant of an allowed call that is forwarded.</summary>
    /// <exception cref="CallException">The deployer has not taken a session key yet.</exception>
    private string Issue(CallContext context)
    {
        try
        {
            return grants.Issue(context.Call!, context.Decision!, context.Caller!);
        }
        catch (GrantUnavailableException e)
        {
            throw new CallException(ErrorReason.DeployerUnavailable, "The deployer is not available.", e);
        }
    }

    private static CallError Denial(Decision decision) =>
        new(decision.DenialReason, decision.DenialReason == ErrorReason.PolicyDenied ? "Denied by policy" : "No policy allows this")
        {
            PolicyReasons = decision.Reasons,
        };
}
