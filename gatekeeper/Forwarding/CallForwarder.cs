using Deploy.V1;
using Gatekeeper.Calls;
using Gatekeeper.Grants;
using Gatekeeper.Seam;
using Gateway.Hosting.Rpc;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Gatekeeper.Forwarding;

/// <summary>
/// The one place where calls leave for the deployer: both doors' calls, by YARP, as gRPC over its socket. A reading call whose session
/// key the deployer has lost is sent once more under a new key.
/// </summary>
internal sealed partial class CallForwarder(
    IHttpForwarder forwarder,
    DeployerConnection deployer,
    CallOptions options,
    GrantIssuer grants,
    SessionKeyInstaller sessionKeys,
    StreamReview review,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<CallForwarder> logger)
{
    private static readonly AlwaysBody WithBody = new();

    private readonly GrpcTransformer _grpc = new();
    private readonly RestTransformer _rest = new(options);
    private readonly ForwarderRequestConfig _unary = ConfigFor(options.UnaryTimeout);
    private readonly ForwarderRequestConfig _stream = ConfigFor(options.StreamTimeout);

    /// <summary>Forwards an allowed call and answers the caller.</summary>
    /// <exception cref="CallException">The deployer could not be reached, or refused for reasons that are not the caller's.</exception>
    public async Task ForwardAsync(HttpContext http)
    {
        var context = CallContext.Of(http);
        var state = new ForwardState();
        var begin = time.GetTimestamp();
        http.Features.Set(state);
        await AttemptAsync(http, context);
        if (state.Refusal is { } refusal && !context.Call!.IsChanging && ErrorStatus.ReasonOf(refusal) == ErrorReason.GrantInvalid)
        {
            state.Refusal = null;
            await RetryAsync(http, context, refusal, begin);
        }

        if (state.Refusal is not null)
        {
            await AnswerAsync(http, context, state.Refusal);
        }
    }

    // All of it within the time that the call had from the beginning: its caller counts no attempts.
    private async Task RetryAsync(HttpContext http, CallContext context, Google.Rpc.Status refusal, long begin)
    {
        LogLostKey(logger, context.Arrival.DecisionId);
        var whole = context.Timeout ?? options.UnaryTimeout;
        if (!await ReinstallAsync(whole - time.GetElapsedTime(begin), http.RequestAborted))
        {
            http.Features.GetRequiredFeature<ForwardState>().Refusal = refusal;
            return;
        }

        context.Grant = grants.Issue(context.Call!, context.Decision!, context.Caller!, context.CallerDocument);
        context.Timeout = whole - time.GetElapsedTime(begin);
        await AttemptAsync(http, context);
    }

    private async Task<bool> ReinstallAsync(TimeSpan left, CancellationToken aborted)
    {
        using var late = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, aborted);
        try
        {
            return await sessionKeys.ReinstallAsync(end.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !aborted.IsCancellationRequested)
        {
            throw new CallException(DeployerErrors.TooLate);
        }
    }

    private async Task AttemptAsync(HttpContext http, CallContext context)
    {
        http.Request.Body = context.Call!.OpenFrame();
        if (context.Arrival.Door == CallContext.Rest)
        {
            http.Features.Set<IHttpRequestBodyDetectionFeature>(WithBody);
        }

        var isStream = context.Method!.IsServerStreaming;
        var transformer = context.Arrival.Door == CallContext.Grpc ? (HttpTransformer)_grpc : _rest;
        using var limits = CallLimits.Start(context, isStream, options, time, lifetime.ApplicationStopping);
        var error = isStream ? await SendReviewedAsync(http, context, transformer, limits) : await SendAsync(http, _unary, transformer, limits);
        var failure = http.Features.GetRequiredFeature<ForwardState>().Failure;
        if (error != ForwarderError.None || failure is not null)
        {
            await FailAsync(http, context, error, failure ?? http.GetForwarderErrorFeature()?.Exception, limits);
        }
    }

    private ValueTask<ForwarderError> SendAsync(HttpContext http, ForwarderRequestConfig config, HttpTransformer transformer, CallLimits limits) =>
        forwarder.SendAsync(http, DeployerAddress.Base, deployer.Invoker, config, transformer, limits.Token);

    private async Task<ForwarderError> SendReviewedAsync(HttpContext http, CallContext context, HttpTransformer transformer, CallLimits limits)
    {
        using var ended = new CancellationTokenSource();
        var reviewing = review.RunAsync(http, context, limits, ended.Token);
        try
        {
            return await SendAsync(http, _stream, transformer, limits);
        }
        finally
        {
            await ended.CancelAsync();
            await reviewing;
        }
    }

    private async Task FailAsync(HttpContext http, CallContext context, ForwarderError error, Exception? cause, CallLimits limits)
    {
        if (http.RequestAborted.IsCancellationRequested && !limits.IsOver)
        {
            return;
        }

        var refusal = cause is CallException { Error: var known } ? known : limits.ErrorOr(DeployerErrors.Of(error, cause, context.Call!.IsChanging));
        if (!limits.IsRefused)
        {
            Tell(context, error, cause, limits);
        }

        if (!http.Response.HasStarted)
        {
            http.Response.Clear();
            throw new CallException(refusal, cause);
        }

        if (context.Method!.IsServerStreaming && !http.RequestAborted.IsCancellationRequested)
        {
            await EndStreamAsync(http, context, refusal, limits.IsRefused);
        }
    }

    // What a caller's own deadline, a stream's longest time or our own end cuts off is nobody's fault, and its trace says nothing.
    private void Tell(CallContext context, ForwarderError error, Exception? cause, CallLimits limits)
    {
        if (limits.IsExpected)
        {
            LogEnded(logger, context.Arrival.DecisionId);
        }
        else if (DeployerErrors.IsOfConnecting(cause))
        {
            LogNotConnected(logger, context.Arrival.DecisionId, deployer.Socket, DeployerErrors.ProblemOf(cause!));
        }
        else
        {
            LogFailed(logger, limits.IsOver ? null : cause, context.Arrival.DecisionId, error);
        }
    }

    private static Task EndStreamAsync(HttpContext http, CallContext context, CallError refusal, bool isFinal)
    {
        if (context.Arrival.Door == CallContext.Rest)
        {
            return EventStreamWriter.WriteErrorAsync(http, refusal, isFinal, http.RequestAborted);
        }

        GrpcTransformer.WriteError(http, refusal);
        return Task.CompletedTask;
    }

    private async Task AnswerAsync(HttpContext http, CallContext context, Google.Rpc.Status refusal)
    {
        if (DeployerStatus.ConcernsGatekeeper(refusal))
        {
            LogGrantRefused(logger, context.Arrival.DecisionId, ErrorStatus.ReasonOf(refusal));
            throw new CallException(DeployerErrors.Unavailable);
        }

        await ErrorResponder.WriteAsync(http, context, refusal, DeployerStatus.HttpStatusOf(refusal));
    }

    private static ForwarderRequestConfig ConfigFor(TimeSpan activityTimeout) => new()
    {
        Version = System.Net.HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        ActivityTimeout = activityTimeout,
    };

    [LoggerMessage(EventId = 5001, Level = LogLevel.Information, Message = "Call {DecisionId} met a deployer without our session key.")]
    private static partial void LogLostKey(ILogger logger, string decisionId);

    [LoggerMessage(EventId = 5002, Level = LogLevel.Warning, Message = "Call {DecisionId} was not forwarded: {Error}.")]
    private static partial void LogFailed(ILogger logger, Exception? exception, string decisionId, ForwarderError error);

    [LoggerMessage(EventId = 5004, Level = LogLevel.Warning, Message = "Call {DecisionId} was not forwarded: no connection to the deployer at {Socket}: {Problem}")]
    private static partial void LogNotConnected(ILogger logger, string decisionId, string socket, string problem);

    [LoggerMessage(EventId = 5006, Level = LogLevel.Debug, Message = "Call {DecisionId} was ended before its answer was complete: its time is over.")]
    private static partial void LogEnded(ILogger logger, string decisionId);

    [LoggerMessage(EventId = 5003, Level = LogLevel.Error, Message = "The deployer refused the grant of call {DecisionId}: {Reason}.")]
    private static partial void LogGrantRefused(ILogger logger, string decisionId, ErrorReason reason);

    /// <summary>A REST call without a body is a gRPC call with one.</summary>
    private sealed class AlwaysBody : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => true;
    }
}
