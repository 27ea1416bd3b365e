using System.CommandLine;
using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Gates;

namespace Gatectl.Deployments;

/// <summary><c>gatectl watch APPLICATION ENVIRONMENT DEPLOYMENT</c>: with <c>--output json</c>, a line of JSON a change.</summary>
internal static class WatchCommand
{
    private static readonly Argument<string> Application = DeploymentArguments.Application();
    private static readonly Argument<string> EnvironmentName = DeploymentArguments.Environment();
    private static readonly Argument<string> DeploymentId = DeploymentArguments.DeploymentId();

    public static Command Create(ProcessEnvironment environment) =>
        new Command("watch", "Follow a deployment to its end; the exit code says whether it succeeded.")
            .With(Application, EnvironmentName, DeploymentId)
            .Calls(environment, RunAsync);

    private static async Task<int> RunAsync(CommandContext context, GateConnection gate, CancellationToken cancellationToken)
    {
        var request = new WatchDeploymentRequest
        {
            Application = context.Value(Application),
            Environment = context.Value(EnvironmentName),
            DeploymentId = context.Value(DeploymentId),
        };
        var watcher = new DeploymentWatcher(gate, context.Environment.Time, isAccepted: false);
        var ended = await new DeploymentProgress(context.Output, context.Environment.Time)
            .FollowAsync(watcher, request, asDocuments: true, cancellationToken);
        if (ended.Error.Length > 0)
        {
            context.Output.Line(TerminalText.Escape(ended.Error));
        }

        return DeploymentStates.ExitCodeOf(ended.State);
    }
}
