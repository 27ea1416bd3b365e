using System.Text;
using Gatekeeper.Audit;
using Gatekeeper.Seam;
using Gateway.Hosting.Audit;

namespace Gatekeeper.Calls;

/// <summary>Records refusals that come before a decision: a decision's own record says the rest.</summary>
internal sealed partial class RefusalRecorder(IDecisionLog log, ILogger<RefusalRecorder> logger)
{
    private const int MaxFieldLength = 256;

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
            context.Arrival, PathOf(http, context), error.Reason, DetailOf(error), context.RefusedToken, context.Caller);
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
        return path.ToString();
    }

    // A body of a mebibyte can have as many faults as members: those at its beginning are told, and how many there are.
    private static string DetailOf(CallError error)
    {
        var text = new StringBuilder(error.Message);
        for (var i = 0; i < error.Violations.Count; i++)
        {
            if (text.Length > DecisionRecord.MaxDetailLength)
            {
                // In front, since what is too long is cut at its end.
                return $"{error.Violations.Count} faults. {text}";
            }

            var violation = error.Violations[i];
            text.Append(i == 0 ? " " : "; ").Append(BoundedText.Cut(violation.Field, MaxFieldLength)).Append(' ').Append(BoundedText.Cut(violation.Description, MaxFieldLength));
        }

        return text.ToString();
    }

    [LoggerMessage(EventId = 1002, Level = LogLevel.Error, Message = "Refusal {DecisionId} ({Reason}) could not be recorded.")]
    private static partial void LogUnrecorded(ILogger logger, Exception exception, string decisionId, Deploy.V1.ErrorReason reason);
}
