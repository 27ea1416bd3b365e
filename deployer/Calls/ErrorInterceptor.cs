using Deploy.V1;
using Deployer.Audit;
using Deployer.Deployments.Journal;
using Deployer.Errors;
using Deployer.Grants;
using Gateway.Contract.Grants;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Deployer.Calls;

/// <summary>Turns what a handler throws into an error of the contract. The unforeseen becomes INTERNAL without a word about it.</summary>
internal sealed partial class ErrorInterceptor(WorkerLog log, ILogger<ErrorInterceptor> logger) : Interceptor
{
    /// <inheritdoc/>
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception e)
        {
            throw Tell(e, context);
        }
    }

    /// <inheritdoc/>
    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception e)
        {
            throw Tell(e, context);
        }
    }

    private RpcException Tell(Exception exception, ServerCallContext context)
    {
        var error = exception as RpcException ?? Translate(exception, context);
        Note(error, context);
        return error;
    }

    // What the gatekeeper has allowed and is not carried out all the same: an approval of one's own request, a grant that was used before, a fault. Of
    // reading calls, nothing is refused that anybody would ask about.
    private void Note(RpcException e, ServerCallContext context)
    {
        var reason = GrantErrors.ReasonOf(e);
        if (reason is not (ErrorReason.ShuttingDown or ErrorReason.Cancelled) && context.GetHttpContext().Features.Get<ApprovedCall>() is { } call && GrantFormat.IsChanging(call.Method.Action))
        {
            log.NoteRefusal(reason, context.Method, e.Status.Detail, call.Grant.DecisionId);
        }
    }

    private RpcException Translate(Exception exception, ServerCallContext context)
    {
        if (context.CancellationToken.IsCancellationRequested)
        {
            return DeployerErrors.Create(StatusCode.Cancelled, ErrorReason.Cancelled, "The caller has gone.");
        }

        if (exception is DamagedDeploymentException)
        {
            LogDamaged(logger, context.Method, exception.Message);
            return DeployerErrors.Create(StatusCode.FailedPrecondition, ErrorReason.WrongState, "A deployment that this is about is damaged in the deployer's journal. Its operator can look with `deployer journal check`.");
        }

        if (exception is JournalUnavailableException)
        {
            LogUnavailable(logger, exception);
            return DeployerErrors.Create(StatusCode.Unavailable, ErrorReason.DeployerUnavailable, "The deployer cannot use its journal now.");
        }

        LogUnforeseen(logger, context.Method, exception);
        return DeployerErrors.Create(StatusCode.Internal, ErrorReason.Internal, "The deployer failed.");
    }

    [LoggerMessage(EventId = 1201, Level = LogLevel.Error, Message = "The journal is not available.")]
    private static partial void LogUnavailable(ILogger logger, Exception reason);

    [LoggerMessage(EventId = 1203, Level = LogLevel.Error, Message = "{Method} is refused. {Damage}")]
    private static partial void LogDamaged(ILogger logger, string method, string damage);

    [LoggerMessage(EventId = 1202, Level = LogLevel.Error, Message = "{Method} failed.")]
    private static partial void LogUnforeseen(ILogger logger, string method, Exception reason);
}
