using Gatekeeper.Audit;
using Gatekeeper.Seam;
using Gateway.Hosting.Audit;

namespace Gatekeeper.Calls;

/// <summary>Records refusals that come before a decision: a decision's own record says the rest.</summary>
internal sealed partial class RefusalRecorder(IDecisionLog log, ILogger<RefusalRecorder> logger)
{
    private const int MaxPathLength = 256;

    /// <summary>
    /// Records a refusal. Where the log cannot take it, the refusal stands all the same (nothing is allowed by it), and the
    /// operator's log has it.
    /// </summary>
    public async ValueTask RecordAsync(HttpContext http, CallContext context, CallError error)
    {
        if (context.Decision is not null || error.IsOnlyCounted)
        {
            return;
        }

        var record = DecisionRecord.ForRefusal(
            context.Arrival, PathOf(http, context), error.Reason, DetailOf(error), context.RefusedToken);
        try
        {
            await log.RecordAsync(record, durable: false, CancellationToken.None);
        }
        catch (AuditUnavailableException e)
        {
            LogUnrecorded(logger, e, context.Arrival.DecisionId, error.Reason);
        }
    }

    private static string PathOf(HttpContext http, CallContext context)
    {
        if (context.Method is { } method)
        {
            return method.GrpcPath;
        }

        // A query may hold anything, a credential included.
        TargetRules.Split(EdgeMiddleware.RawTargetOf(http), out var path, out _);
        return path[..Math.Min(path.Length, MaxPathLength)].ToString();
    }

    private static string DetailOf(CallError error) =>
        error.Violations.Count == 0
            ? error.Message
            : $"{error.Message} {string.Join("; ", error.Violations.Select(violation => $"{violation.Field} {violation.Description}"))}";

    [LoggerMessage(EventId = 1002, Level = LogLevel.Error, Message = "Refusal {DecisionId} ({Reason}) could not be recorded.")]
    private static partial void LogUnrecorded(ILogger logger, Exception exception, string decisionId, Deploy.V1.ErrorReason reason);
}
