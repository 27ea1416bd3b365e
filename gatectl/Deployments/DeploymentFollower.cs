using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Gates;

namespace Gatectl.Deployments;

/// <summary>What the commands do that make a deployment: say that it was accepted, and follow it unless told not to.</summary>
internal static class DeploymentFollower
{
    public static async Task<int> FinishAsync(
        CommandContext context, GateConnection gate, Deployment accepted, WaitOptions wait, CancellationToken cancellationToken)
    {
        var output = context.Output;
        if (context.Value(wait.NoWait))
        {
            DeploymentPrinter.One(output, accepted);
            return ExitCode.Done;
        }

        output.Line(TerminalText.Escape($"deployment {accepted.DeploymentId} of {accepted.Application} {accepted.Version} to {accepted.Environment}"));
        output.Line(TerminalText.Escape($"allowed by decision {accepted.DecisionId}"));
        var ended = await FollowAsync(context, gate, accepted, TimeSpan.FromSeconds(context.Value(wait.TimeoutSeconds)), cancellationToken);
        if (output.IsJson)
        {
            DeploymentPrinter.One(output, ended);
        }
        else if (ended.Error.Length > 0)
        {
            output.Line(TerminalText.Escape(ended.Error));
        }

        return DeploymentStates.ExitCodeOf(ended.State);
    }

    private static async Task<Deployment> FollowAsync(
        CommandContext context, GateConnection gate, Deployment accepted, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, context.Environment.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var request = new WatchDeploymentRequest
        {
            Application = accepted.Application,
            Environment = accepted.Environment,
            DeploymentId = accepted.DeploymentId,
        };
        try
        {
            var watcher = new DeploymentWatcher(gate, context.Environment.Time, isAccepted: true);
            return await new DeploymentProgress(context.Output, context.Environment.Time).FollowAsync(watcher, request, asDocuments: false, either.Token);
        }
        catch (Exception exception) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested && IsCancellation(exception))
        {
            throw CommandFailure.Failed($"the deployment {accepted.DeploymentId} has not ended within {timeout.TotalSeconds:0} s; it goes on.");
        }
    }

    private static bool IsCancellation(Exception exception) =>
        exception is OperationCanceledException or Grpc.Core.RpcException { StatusCode: Grpc.Core.StatusCode.Cancelled };
}
