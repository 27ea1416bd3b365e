using Deploy.V1;
using Deployer.Deployments;
using Deployer.Grants;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace Deployer.Calls;

/// <summary>The service as gRPC sees it. It never uses the message that gRPC has read, only the one that the grant was verified for.</summary>
internal sealed class DeployEndpoint(DeploymentCommands commands, DeploymentReader reader, EnvironmentReader environments, DeploymentWatcher watcher) : DeployService.DeployServiceBase
{
    /// <inheritdoc/>
    public override async Task<Deployment> CreateDeployment(CreateDeploymentRequest request, ServerCallContext context) =>
        (await commands.CreateAsync(Approved<CreateDeploymentRequest>(context))).ToMessage();

    /// <inheritdoc/>
    public override Task<Deployment> GetDeployment(GetDeploymentRequest request, ServerCallContext context) =>
        Task.FromResult(reader.Get(Approved<GetDeploymentRequest>(context)));

    /// <inheritdoc/>
    public override Task<ListDeploymentsResponse> ListDeployments(ListDeploymentsRequest request, ServerCallContext context) =>
        Task.FromResult(reader.List(Approved<ListDeploymentsRequest>(context)));

    /// <inheritdoc/>
    public override Task WatchDeployment(WatchDeploymentRequest request, IServerStreamWriter<WatchDeploymentResponse> responseStream, ServerCallContext context) =>
        watcher.WatchAsync(Approved<WatchDeploymentRequest>(context), responseStream, () => context.WriteResponseHeadersAsync([]), context.CancellationToken);

    /// <inheritdoc/>
    public override async Task<Deployment> CancelDeployment(CancelDeploymentRequest request, ServerCallContext context) =>
        (await commands.CancelAsync(Approved<CancelDeploymentRequest>(context))).ToMessage();

    /// <inheritdoc/>
    public override async Task<Deployment> ApproveDeployment(ApproveDeploymentRequest request, ServerCallContext context) =>
        (await commands.ApproveAsync(Approved<ApproveDeploymentRequest>(context))).ToMessage();

    /// <inheritdoc/>
    public override async Task<Deployment> RejectDeployment(RejectDeploymentRequest request, ServerCallContext context) =>
        (await commands.RejectAsync(Approved<RejectDeploymentRequest>(context))).ToMessage();

    /// <inheritdoc/>
    public override async Task<Deployment> WithdrawApproval(WithdrawApprovalRequest request, ServerCallContext context) =>
        (await commands.WithdrawAsync(Approved<WithdrawApprovalRequest>(context))).ToMessage();

    /// <inheritdoc/>
    public override Task<EnvironmentState> GetEnvironment(GetEnvironmentRequest request, ServerCallContext context) =>
        environments.GetAsync(Approved<GetEnvironmentRequest>(context).Request, context.CancellationToken);

    /// <inheritdoc/>
    public override async Task<Hold> HoldEnvironment(HoldEnvironmentRequest request, ServerCallContext context) =>
        EnvironmentReader.FromHold(await commands.HoldAsync(Approved<HoldEnvironmentRequest>(context)));

    /// <inheritdoc/>
    public override async Task<ReleaseHoldResponse> ReleaseHold(ReleaseHoldRequest request, ServerCallContext context)
    {
        await commands.ReleaseAsync(Approved<ReleaseHoldRequest>(context));
        return new ReleaseHoldResponse();
    }

    /// <inheritdoc/>
    public override async Task<Deployment> RollBackDeployment(RollBackDeploymentRequest request, ServerCallContext context) =>
        (await commands.RollBackAsync(Approved<RollBackDeploymentRequest>(context))).ToMessage();

    // Without the middleware before it there is none, and nothing can be done.
    private static ApprovedCall<T> Approved<T>(ServerCallContext context)
        where T : class, IMessage => new(context.GetHttpContext().Features.GetRequiredFeature<ApprovedCall>());
}
