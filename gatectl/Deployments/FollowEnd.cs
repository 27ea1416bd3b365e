using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Gates;
using Grpc.Core;

namespace Gatectl.Deployments;

/// <summary>What is said where a deployment cannot be followed to its end by whoever asked for it: it is not over, and not stopped.</summary>
internal static class FollowEnd
{
    public static bool IsRefusal(RpcException exception) => exception.StatusCode is StatusCode.PermissionDenied or StatusCode.Unauthenticated;

    /// <summary>The failure of a refusal.</summary>
    public static CommandFailure ToFailure(RpcException refusal, WatchDeploymentRequest request)
    {
        var failure = GateErrors.ToFailure(refusal);
        var what = failure.ExitCode == ExitCode.Denied
            ? $"the deployment {request.DeploymentId} goes on, but may not be followed any longer: {failure.Message}"
            : $"the deployment {request.DeploymentId} goes on, but the gate does not take the token any more: {failure.Message}";
        return new CommandFailure(failure.ExitCode, what, refusal)
        {
            Reason = failure.Reason,
            Details = failure.Details,
            Advice = AdviceFor(failure.ExitCode, request),
            DecisionId = failure.DecisionId,
        };
    }

    /// <summary>The failure to get a new token.</summary>
    public static CommandFailure ToFailure(CommandFailure failure, WatchDeploymentRequest request) =>
        new(failure.ExitCode, $"the deployment {request.DeploymentId} goes on, but there is no token to follow it with: {failure.Message}", failure)
        {
            Advice = AdviceFor(failure.ExitCode, request),
        };

    private static string AdviceFor(int exitCode, WatchDeploymentRequest request)
    {
        var get = $"'gatectl get {request.Application} {request.Environment} {request.DeploymentId}'";
        return exitCode == ExitCode.Denied
            ? $"somebody who may see it looks at it with {get}; the reasons say why the caller may not."
            : $"look at it with {get} and a new token; with --token-command, a command that outlives its token goes on with new ones.";
    }
}
