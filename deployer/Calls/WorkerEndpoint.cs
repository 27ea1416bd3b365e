using Deploy.V1;
using Deployer.Deployments;
using Deployer.Deployments.Execution;
using Deployer.Errors;
using Deployer.Grants;
using Gateway.Contract.Grants;
using Gateway.Hosting.Revisions;
using Gateway.Hosting.Revisions.Archive;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace Deployer.Calls;

/// <summary>
/// Serves the gatekeepers themselves: takes the session keys with which they authenticate the grants of reading calls, and says which
/// policies decide here; and asks them to decide again about what is executed.
/// </summary>
internal sealed partial class WorkerEndpoint(
    SessionKeys sessionKeys,
    DeploymentCommands commands,
    DecisionDesk desk,
    IHostApplicationLifetime lifetime,
    IRevisionStatus policies,
    IRevisionArchive archive,
    TimeProvider time,
    ILogger<WorkerEndpoint> logger) : WorkerService.WorkerServiceBase
{
    /// <inheritdoc/>
    public override async Task<InstallSessionKeyResponse> InstallSessionKey(InstallSessionKeyRequest request, ServerCallContext context)
    {
        var call = new ApprovedCall<InstallSessionKeyRequest>(context.GetHttpContext().Features.GetRequiredFeature<ApprovedCall>());
        var granted = call.Request;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (!GrantCodec.IsKeyId(granted.KeyId) || granted.Key.Length != HmacGrantSigner.KeySize
            || granted.ExpireTime <= now || granted.ExpireTime > now + GrantFormat.MaxSessionKeySeconds + GrantVerifier.MaxSkewSeconds)
        {
            throw DeployerErrors.Create(StatusCode.InvalidArgument, ErrorReason.InvalidRequest, "The session key's name, length or expiry is not valid.");
        }

        await commands.SpendAsync(call.Call);
        sessionKeys.Install(granted.KeyId, call.Grant.Issuer, granted.Key.Span, DateTimeOffset.FromUnixTimeSeconds(granted.ExpireTime));
        LogInstalled(logger, granted.KeyId, call.Grant.Issuer);
        return new InstallSessionKeyResponse();
    }

    /// <inheritdoc/>
    public override Task<GetWorkerStatusResponse> GetWorkerStatus(GetWorkerStatusRequest request, ServerCallContext context)
    {
        _ = new ApprovedCall<GetWorkerStatusRequest>(context.GetHttpContext().Features.GetRequiredFeature<ApprovedCall>());
        return Task.FromResult(new GetWorkerStatusResponse { Policy = RevisionMessages.From(policies.Status) });
    }

    /// <inheritdoc/>
    public override Task<PolicyRevision> GetWorkerRevision(GetRevisionRequest request, ServerCallContext context)
    {
        var call = new ApprovedCall<GetRevisionRequest>(context.GetHttpContext().Features.GetRequiredFeature<ApprovedCall>());
        try
        {
            return Task.FromResult(KeptRevisions.Find(archive, call.Request, context.CancellationToken)
                ?? throw DeployerErrors.Create(StatusCode.NotFound, ErrorReason.NotFound, "There is no such revision, or it is kept no more."));
        }
        catch (ArgumentOutOfRangeException)
        {
            throw DeployerErrors.Create(StatusCode.InvalidArgument, ErrorReason.InvalidRequest, "The offset is beyond the end of the file.");
        }
    }

    /// <inheritdoc/>
    public override async Task WatchDecisionRequests(WatchDecisionRequestsRequest request, IServerStreamWriter<DecisionRequest> responseStream, ServerCallContext context)
    {
        var call = context.GetHttpContext().Features.GetRequiredFeature<ApprovedCall>();
        await commands.SpendAsync(call);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        using var stream = desk.Add();
        LogListens(logger, call.Grant.Issuer);
        try
        {
            await context.WriteResponseHeadersAsync([]);
            await foreach (var asked in stream.ReadAsync(end.Token))
            {
                await responseStream.WriteAsync(asked, end.Token);
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw DeployerErrors.Create(StatusCode.Unavailable, ErrorReason.ShuttingDown, "The deployer is stopping.");
        }
    }

    /// <inheritdoc/>
    public override async Task<ExecuteDeploymentResponse> ExecuteDeployment(ExecuteDeploymentRequest request, ServerCallContext context)
    {
        var call = new ApprovedCall<ExecuteDeploymentRequest>(context.GetHttpContext().Features.GetRequiredFeature<ApprovedCall>());
        await desk.AnswerAsync(call.Request.DecisionRequestId, call.Call);
        return new ExecuteDeploymentResponse();
    }

    /// <inheritdoc/>
    public override async Task<RefuseExecutionResponse> RefuseExecution(RefuseExecutionRequest request, ServerCallContext context)
    {
        var call = new ApprovedCall<RefuseExecutionRequest>(context.GetHttpContext().Features.GetRequiredFeature<ApprovedCall>());
        await desk.AnswerAsync(call.Request.DecisionRequestId, call.Call);
        return new RefuseExecutionResponse();
    }

    [LoggerMessage(EventId = 2202, Level = LogLevel.Information, Message = "{Issuer} decides about executions.")]
    private static partial void LogListens(ILogger logger, string issuer);

    [LoggerMessage(EventId = 2201, Level = LogLevel.Information, Message = "Session key {KeyId} of {Issuer} is installed.")]
    private static partial void LogInstalled(ILogger logger, string keyId, string issuer);
}
