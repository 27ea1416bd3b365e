using Deploy.V1;
using Grpc.Core;

namespace Gatectl.Tests.Support;

/// <summary>Answers as a test tells it to, and keeps what it was asked.</summary>
internal sealed class FakeDeployService : DeployService.DeployServiceBase
{
    public List<(object Request, Metadata Headers)> Calls { get; } = [];

    public Func<object, Deployment> Answer { get; set; } = _ => new Deployment();

    public EnvironmentState Environment { get; set; } = new();

    public Func<HoldEnvironmentRequest, Hold> Hold { get; set; } = request => new Hold { Application = request.Application, Environment = request.Environment, Reason = request.Reason };

    public Func<ReleaseHoldRequest, ReleaseHoldResponse> Release { get; set; } = _ => new ReleaseHoldResponse();

    /// <value>What each watch in turn does.</value>
    public Queue<Func<IServerStreamWriter<WatchDeploymentResponse>, Task>> Watches { get; } = new();

    public Queue<ListDeploymentsResponse> Pages { get; } = new();

    public override Task<Deployment> CreateDeployment(CreateDeploymentRequest request, ServerCallContext context) => One(request, context);

    public override Task<Deployment> GetDeployment(GetDeploymentRequest request, ServerCallContext context) => One(request, context);

    public override Task<Deployment> CancelDeployment(CancelDeploymentRequest request, ServerCallContext context) => One(request, context);

    public override Task<Deployment> ApproveDeployment(ApproveDeploymentRequest request, ServerCallContext context) => One(request, context);

    public override Task<Deployment> RejectDeployment(RejectDeploymentRequest request, ServerCallContext context) => One(request, context);

    public override Task<Deployment> WithdrawApproval(WithdrawApprovalRequest request, ServerCallContext context) => One(request, context);

    public override Task<EnvironmentState> GetEnvironment(GetEnvironmentRequest request, ServerCallContext context) => Other(request, context, _ => Environment);

    public override Task<Hold> HoldEnvironment(HoldEnvironmentRequest request, ServerCallContext context) => Other(request, context, Hold);

    public override Task<ReleaseHoldResponse> ReleaseHold(ReleaseHoldRequest request, ServerCallContext context) => Other(request, context, Release);

    public override Task<Deployment> RollBackDeployment(RollBackDeploymentRequest request, ServerCallContext context) => One(request, context);

    public override Task<ListDeploymentsResponse> ListDeployments(ListDeploymentsRequest request, ServerCallContext context)
    {
        Calls.Add((request.Clone(), context.RequestHeaders));
        return Task.FromResult(Pages.Dequeue());
    }

    public override Task WatchDeployment(
        WatchDeploymentRequest request, IServerStreamWriter<WatchDeploymentResponse> responseStream, ServerCallContext context)
    {
        Calls.Add((request, context.RequestHeaders));
        return Watches.Dequeue()(responseStream);
    }

    private Task<Deployment> One(object request, ServerCallContext context) => Other(request, context, Answer);

    private Task<TResponse> Other<TRequest, TResponse>(TRequest request, ServerCallContext context, Func<TRequest, TResponse> answer)
        where TRequest : class
    {
        Calls.Add((request, context.RequestHeaders));
        return Task.FromResult(answer(request));
    }
}
