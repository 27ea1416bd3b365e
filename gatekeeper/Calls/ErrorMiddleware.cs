using System.Diagnostics.CodeAnalysis;
using Deploy.V1;
using Gatekeeper.Seam;

namespace Gatekeeper.Calls;

/// <summary>The outermost step: whatever a later step throws becomes one refusal, recorded and answered in the shape of its door.</summary>
internal sealed partial class ErrorMiddleware(RequestDelegate next, RefusalRecorder refusals, ILogger<ErrorMiddleware> logger)
{
    /// <summary>Runs the rest of the pipeline.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "An unknown fault becomes INTERNAL, without its text.")]
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (CallException e)
        {
            await RefuseAsync(http, e.Error);
        }
        catch (BadHttpRequestException e)
        {
            await RefuseAsync(http, MalformedRequest(e));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read an answer. What was decided and recorded stays so.
        }
        catch (IOException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The same, seen while reading or writing.
        }
        catch (Exception e)
        {
            LogFault(logger, e, CallContext.Of(http).Arrival.DecisionId);
            await RefuseAsync(http, new CallError(ErrorReason.Internal, "The gatekeeper failed. Give its operator the decision id."));
        }
    }

    private async Task RefuseAsync(HttpContext http, CallError error)
    {
        var context = CallContext.Of(http);
        await refusals.RecordAsync(http, context, error);
        CloseAmbiguousConnection(http, error);
        await ErrorResponder.WriteAsync(http, context, error);
    }

    // What follows a request that was not read to its end could be the rest of its body; on HTTP/1.1 nothing after it is believed.
    private static void CloseAmbiguousConnection(HttpContext http, CallError error)
    {
        if (!http.Response.HasStarted && HttpProtocol.IsHttp11(http.Request.Protocol) && error.Reason != ErrorReason.RateLimited)
        {
            http.Response.Headers.Connection = "close";
        }
    }

    private static CallError MalformedRequest(BadHttpRequestException e) => e.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => new CallError(ErrorReason.TooLarge, "The request's body is too large."),
        StatusCodes.Status408RequestTimeout => BodyReader.TooSlow,
        _ => new CallError(ErrorReason.InvalidRequest, "The request is not well-formed HTTP."),
    };

    [LoggerMessage(EventId = 1001, Level = LogLevel.Error, Message = "Call {DecisionId} failed.")]
    private static partial void LogFault(ILogger logger, Exception exception, string decisionId);
}
