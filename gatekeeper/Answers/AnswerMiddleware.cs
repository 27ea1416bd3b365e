using Deploy.V1;
using Gatekeeper.Calls;
using Gatekeeper.Forwarding;
using Gatekeeper.Seam;
using Google.Protobuf;

namespace Gatekeeper.Answers;

/// <summary>Answers the allowed calls that are not forwarded, within the caller's deadline, and those that only ask; all others go on.</summary>
internal sealed class AnswerMiddleware(RequestDelegate next, AnswerDesk desk, CallOptions options, IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>Answers, or runs the rest of the pipeline.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        var context = CallContext.Of(http);
        if (context is { Call: { IsQuestion: true } call, Decision: { IsAllowed: true } decision })
        {
            return AnswerWriter.WriteAsync(http, context, QuestionAnswer.Of(call, decision));
        }

        return context.Method is { IsAnswered: true } ? AnswerAsync(http, context) : next(http);
    }

    /// <summary>Answers in the shape of the door.</summary>
    /// <exception cref="CallException">There is no answer, and why.</exception>
    private async Task AnswerAsync(HttpContext http, CallContext context)
    {
        if (context.Call is not { } call || context.Decision is not { IsAllowed: true })
        {
            throw new InvalidOperationException("The call has not been allowed.");
        }

        using var limits = CallLimits.Start(context, isStream: false, options, time, lifetime.ApplicationStopping);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, limits.Token);
        IMessage message;
        try
        {
            message = await desk.AnswerAsync(call, end.Token);
        }
        catch (OperationCanceledException e) when (limits.IsOver && !http.RequestAborted.IsCancellationRequested)
        {
            throw new CallException(ErrorReason.DeadlineExceeded, "The answer was not ready in time.", e);
        }

        await AnswerWriter.WriteAsync(http, context, message);
    }
}
