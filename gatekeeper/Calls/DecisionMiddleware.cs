using Deploy.V1;
using Gatekeeper.Audit;
using Gatekeeper.Grants;
using Gatekeeper.Limits;
using Gatekeeper.Policy;
using Gatekeeper.Reviews;
using Gatekeeper.Seam;
using Gateway.Contract.Grants;
using Gateway.Hosting.Audit;

namespace Gatekeeper.Calls;

/// <summary>
/// Decides, records, grants, in this order: a call that changes something goes on only after its record is on stable storage, a
/// reading one after its record is written, and neither leaves the gatekeeper without a grant.
/// </summary>
internal sealed partial class DecisionMiddleware(
    RequestDelegate next, DenialLimits denials, PolicyDecisionPoint policy, ReviewedDecisions reviews, IDecisionLog log, GrantIssuer grants, ILogger<DecisionMiddleware> logger)
{
    /// <summary>Runs the rest of the pipeline for an allowed call.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        var context = CallContext.Of(http);
        var call = context.Call ?? throw new InvalidOperationException("The call has not been read.");
        var caller = context.Caller ?? throw new InvalidOperationException("The caller is not known.");
        RequireAllowance(call, caller);
        var document = call.Method.HasCallerDocument ? CallerDocument.TryCreate(caller.AsRego.ToJson(), call.Arrival.Door, call.Arrival.RemoteIp) : null;
        var decision = DecisionBinding.Bind(call, policy.Decide(call, caller, reviews.KnownOf(call)), document);
        if (decision.IsAllowed && !call.Method.IsAnswered && !grants.Fits(call, decision, caller, document))
        {
            decision = DecisionBinding.TooLong(decision);
        }

        if (!decision.IsAllowed)
        {
            denials.Count(call, caller);
        }

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
        context.CallerDocument = document;
        if (!decision.IsAllowed)
        {
            if (decision.DetailsJson is { } details)
            {
                LogRequiredClaims(logger, decision.DecisionId, call.Action, call.Application, call.Environment, details);
            }

            await ErrorResponder.WriteAsync(http, context, DecisionBinding.Denial(decision));
            return;
        }

        context.Grant = call.Method.IsAnswered || call.IsQuestion ? null : Issue(context);
        await next(http);
    }

    // Before anything is computed for it: who is denied without end costs neither an evaluation nor a record.
    private void RequireAllowance(Call call, Caller caller)
    {
        if (denials.Find(call, caller) is { } limited)
        {
            log.Count(call, caller);
            throw new CallException(limited);
        }
    }

    /// <summary>Issues the grant of an allowed call that is forwarded.</summary>
    /// <exception cref="CallException">The deployer has not taken a session key yet.</exception>
    private string Issue(CallContext context)
    {
        try
        {
            return grants.Issue(context.Call!, context.Decision!, context.Caller!, context.CallerDocument);
        }
        catch (GrantUnavailableException e)
        {
            throw new CallException(ErrorReason.DeployerUnavailable, "The deployer is not available.", e);
        }
    }

    // The details are ASCII with everything else escaped, and the names have passed the door: nobody writes a second line.
    [LoggerMessage(EventId = 1003, Level = LogLevel.Information, Message = "Call {DecisionId}, {Action} of {Application} in {Environment}, does not show the required claims: {Details}")]
    private static partial void LogRequiredClaims(ILogger logger, string decisionId, string action, string application, string environment, string details);
}
