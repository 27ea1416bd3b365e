using System.Diagnostics.CodeAnalysis;
using Deploy.V1;
using Gatekeeper.Audit;
using Gatekeeper.Calls;
using Gatekeeper.Identity;
using Gatekeeper.Policy;
using Gatekeeper.Seam;
using Gateway.Hosting.Audit;

namespace Gatekeeper.Forwarding;

/// <summary>
/// Decides a stream again for as long as it lasts: at every new policy revision, when the caller's token ends, and at an interval. Who may
/// not watch any more sees no further event. Only what changes is recorded.
/// </summary>
internal sealed partial class StreamReview(
    Authenticator authenticator, PolicyDecisionPoint policy, IPolicySource policies, IDecisionLog log, CallOptions options, TimeProvider time, ILogger<StreamReview> logger)
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>Runs until the stream has ended, and ends it itself once it is refused.</summary>
    /// <param name="http">The request.</param>
    /// <param name="context">What was decided when it came.</param>
    /// <param name="limits">Takes the refusal.</param>
    /// <param name="ended">Cancelled when the stream has ended.</param>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A stream that cannot be decided again ends.")]
    public async Task RunAsync(HttpContext http, CallContext context, CallLimits limits, CancellationToken ended)
    {
        try
        {
            if (await FindRefusalAsync(http.Request.Headers.Authorization, context, ended) is { } refusal)
            {
                limits.Refuse(refusal);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // Nobody watches any more.
        }
        catch (Exception e)
        {
            LogFailed(logger, e, context.Arrival.DecisionId);
            limits.Refuse(new CallError(ErrorReason.Internal, "The gatekeeper failed. Give its operator the decision id."));
        }
    }

    private async Task<CallError?> FindRefusalAsync(string? authorization, CallContext context, CancellationToken ended)
    {
        var last = context.Decision!;
        var reviewedAt = time.GetTimestamp();
        using var timer = new PeriodicTimer(Tick, time);
        while (await timer.WaitForNextTickAsync(ended))
        {
            var now = time.GetUtcNow();
            if (policies.Current.Revision == last.PolicyRevision && time.GetElapsedTime(reviewedAt) < options.ReviewInterval
                && authenticator.FindKnown(authorization, now) is not null)
            {
                continue;
            }

            reviewedAt = time.GetTimestamp();
            var call = context.Call!.At(now, DecisionIds.Create(now));
            try
            {
                last = await ReviewAsync(authorization, call, last, ended);
            }
            catch (CallException e)
            {
                return e.Error;
            }
        }

        return null;
    }

    /// <exception cref="CallException">The stream may not go on.</exception>
    private async Task<Decision> ReviewAsync(string? authorization, Call call, Decision last, CancellationToken ended)
    {
        var caller = await ProveAsync(authorization, call, ended);
        var decision = DecisionBinding.Bind(call, policy.Decide(call, caller), document: null);
        if (!IsSame(decision, last))
        {
            await RecordAsync(DecisionRecord.ForDecision(call, caller, decision));
        }

        return decision.IsAllowed ? decision : throw new CallException(DecisionBinding.Denial(decision));
    }

    private async Task<Caller> ProveAsync(string? authorization, Call call, CancellationToken ended)
    {
        try
        {
            return authenticator.FindKnown(authorization, call.Arrival.Time) ?? await authenticator.AuthenticateAsync(authorization, call.Arrival.Time, isSuspect: false, ended);
        }
        catch (CallException e)
        {
            await RecordAsync(DecisionRecord.ForRefusal(call.Arrival, call.Method.GrpcPath, e.Error.Reason, e.Error.Message, e.Token));
            throw new CallException(e.Error with { DecisionId = call.Arrival.DecisionId }, e);
        }
    }

    // Not under the call's own cancellation: what was decided is recorded, whoever is still there to hear it.
    private async Task RecordAsync(DecisionRecord record)
    {
        try
        {
            await log.RecordAsync(record, durable: false, CancellationToken.None);
        }
        catch (AuditUnavailableException e)
        {
            throw new CallException(ErrorReason.AuditUnavailable, "The decision could not be recorded, so the stream ends.", e);
        }
    }

    private static bool IsSame(Decision decision, Decision last) =>
        decision.IsAllowed == last.IsAllowed && decision.Client == last.Client && decision.Reasons.SequenceEqual(last.Reasons) && decision.Exceptions.SequenceEqual(last.Exceptions);

    [LoggerMessage(EventId = 5005, Level = LogLevel.Error, Message = "The stream of call {DecisionId} could not be decided again.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string decisionId);
}
