using System.CommandLine;
using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Gates;

namespace Gatectl.Deployments;

/// <summary><c>gatectl withdraw APPLICATION ENVIRONMENT DEPLOYMENT [--comment TEXT]</c></summary>
internal static class WithdrawCommand
{
    private static readonly Argument<string> Application = DeploymentArguments.Application();
    private static readonly Argument<string> EnvironmentName = DeploymentArguments.Environment();
    private static readonly Argument<string> DeploymentId = DeploymentArguments.DeploymentId();
    private static readonly Option<string?> Comment = DeploymentArguments.Comment();

    public static Command Create(ProcessEnvironment environment) =>
        new Command("withdraw", "Take your own approval back, until the push begins.").With(Application, EnvironmentName, DeploymentId, Comment).Calls(environment, RunAsync);

    private static async Task<int> RunAsync(CommandContext context, GateConnection gate, CancellationToken cancellationToken)
    {
        var request = new WithdrawApprovalRequest
        {
            Application = context.Value(Application),
            Environment = context.Value(EnvironmentName),
            DeploymentId = context.Value(DeploymentId),
            Comment = context.Value(Comment) ?? "",
        };
        DeploymentPrinter.One(context.Output, await gate.AskAsync(options => gate.Service.WithdrawApprovalAsync(request, options), cancellationToken));
        return ExitCode.Done;
    }
}
