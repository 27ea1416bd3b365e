using System.Collections.Concurrent;
using Deploy.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Deployer.Tests.Support;

/// <summary>Stands in for the gatekeeper where deployments are decided again: listens, and answers as a test tells it.</summary>
internal sealed class TestDecider : IAsyncDisposable
{
    private readonly TestClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public TestDecider(TestClient client, Func<DecisionRequest, DecisionAnswer?> decide)
    {
        _client = client;
        _loop = Task.Run(() => ListenAsync(decide));
    }

    /// <summary>What was asked, in order.</summary>
    public ConcurrentQueue<DecisionRequest> Asked { get; } = [];

    /// <summary>What came of the answers, in order: empty for a taken one, else the error's reason.</summary>
    public ConcurrentQueue<string> Outcomes { get; } = [];

    /// <summary>The answer that lets it be executed, without approvals.</summary>
    public static DecisionAnswer Yes(DecisionRequest asked) => new(new ExecuteDeploymentRequest
    {
        Application = asked.Application,
        Environment = asked.Environment,
        DeploymentId = asked.DeploymentId,
        DecisionRequestId = asked.DecisionRequestId,
        Digest = asked.Facts.Digest,
        ReviewDigest = asked.Facts.ReviewDigest,
    });

    /// <summary>The answer that refuses.</summary>
    public static DecisionAnswer No(DecisionRequest asked, RefuseExecutionRequest.Types.Outcome outcome, string reason, string obligations = "{}") => new(
        new RefuseExecutionRequest
        {
            Application = asked.Application,
            Environment = asked.Environment,
            DeploymentId = asked.DeploymentId,
            DecisionRequestId = asked.DecisionRequestId,
            Outcome = outcome,
            Reasons = { reason },
        },
        obligations);

    public async Task AnswerAsync(DecisionRequest asked, DecisionAnswer answer)
    {
        var action = answer.Request is ExecuteDeploymentRequest ? "execute" : "refuse_execution";
        var claims = _client.Gatekeeper.Claims(action, asked.Application, asked.Environment, answer.Request) with { ObligationsJson = answer.Obligations };
        var grant = _client.Gatekeeper.Grant(answer.Change?.Invoke(claims) ?? claims);
        try
        {
            if (answer.Request is ExecuteDeploymentRequest yes)
            {
                await _client.Worker.ExecuteDeploymentAsync(yes, grant);
            }
            else
            {
                await _client.Worker.RefuseExecutionAsync((RefuseExecutionRequest)answer.Request, grant);
            }

            Outcomes.Enqueue("");
        }
        catch (RpcException e)
        {
            Outcomes.Enqueue(e.Status.Detail);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    // A deployer that stops, or is killed, is connected to again by whoever starts it again.
    private async Task ListenAsync(Func<DecisionRequest, DecisionAnswer?> decide)
    {
        var request = new WatchDecisionRequestsRequest();
        try
        {
            using var call = _client.Worker.WatchDecisionRequests(request, _client.Gatekeeper.Grant("watch_decision_requests", "-", "-", request), cancellationToken: _stop.Token);
            await foreach (var asked in call.ResponseStream.ReadAllAsync(_stop.Token))
            {
                Asked.Enqueue(asked);
                if (decide(asked) is { } answer)
                {
                    _ = AnswerAsync(asked, answer);
                }
            }
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException)
        {
            // The deployer, or the test, has ended.
        }
    }
}
