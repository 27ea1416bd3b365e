using System.CommandLine;
using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Gates;

namespace Gatectl.Deployments;

/// <summary><c>gatectl get APPLICATION ENVIRONMENT DEPLOYMENT</c></summary>
internal static class GetCommand
{
    private static readonly Argument<string> Application = DeploymentArguments.Application();
    private static readonly Argument<string> EnvironmentName = DeploymentArguments.Environment();
    private static readonly Argument<string> DeploymentId = DeploymentArguments.DeploymentId();

    public static Command Create(ProcessEnvironment environment) =>
        new Command("get", "Show one deployment.").With(Application, EnvironmentName, DeploymentId).Calls(environment, RunAsync);

    private static async Task<int> RunAsync(CommandContext context, GateConnection gate, CancellationToken cancellationToken)
    {
        var request = new GetDeploymentRequest
        {
            Application = context.Value(Application),
            Environment = context.Value(EnvironmentName),
            DeploymentId = context.Value(DeploymentId),
        };
        DeploymentPrinter.One(context.Output, await gate.AskAsync(options => gate.Service.GetDeploymentAsync(request, options), cancellationToken));
        return ExitCode.Done;
    }
}
