using System.CommandLine;
using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Gates;

namespace Gatectl.Deployments;

/// <summary><c>gatectl cancel APPLICATION ENVIRONMENT DEPLOYMENT [--comment TEXT] [--abort]</c></summary>
internal static class CancelCommand
{
    private static readonly Argument<string> Application = DeploymentArguments.Application();
    private static readonly Argument<string> EnvironmentName = DeploymentArguments.Environment();
    private static readonly Argument<string> DeploymentId = DeploymentArguments.DeploymentId();
    private static readonly Option<string?> Comment = DeploymentArguments.Comment();

    private static readonly Option<bool> Abort = new("--abort")
    {
        Description = "While it is pushed, too: no further host is begun, and what was changed is reverted.",
    };

    public static Command Create(ProcessEnvironment environment) =>
        new Command("cancel", "Cancel a deployment that has not touched its target yet, or abort one that does.").With(Application, EnvironmentName, DeploymentId, Comment, Abort).Calls(environment, RunAsync);

    private static async Task<int> RunAsync(CommandContext context, GateConnection gate, CancellationToken cancellationToken)
    {
        var request = new CancelDeploymentRequest
        {
            Application = context.Value(Application),
            Environment = context.Value(EnvironmentName),
            DeploymentId = context.Value(DeploymentId),
            Comment = context.Value(Comment) ?? "",
            Abort = context.Value(Abort),
        };
        DeploymentPrinter.One(context.Output, await gate.AskAsync(options => gate.Service.CancelDeploymentAsync(request, options), cancellationToken));
        return ExitCode.Done;
    }
}
