using System.CommandLine;
using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Gates;

namespace Gatectl.Deployments;

/// <summary><c>gatectl status APPLICATION ENVIRONMENT</c></summary>
internal static class StatusCommand
{
    private static readonly Argument<string> Application = DeploymentArguments.Application();
    private static readonly Argument<string> EnvironmentName = DeploymentArguments.Environment();

    public static Command Create(ProcessEnvironment environment) =>
        new Command("status", "Show what is current in an environment, as recorded and as each host shows it, and what holds it.")
            .With(Application, EnvironmentName)
            .Calls(environment, RunAsync);

    private static async Task<int> RunAsync(CommandContext context, GateConnection gate, CancellationToken cancellationToken)
    {
        var request = new GetEnvironmentRequest { Application = context.Value(Application), Environment = context.Value(EnvironmentName) };
        var state = await gate.AskAsync(options => gate.Service.GetEnvironmentAsync(request, options), cancellationToken);
        if (context.Output.IsJson)
        {
            context.Output.Document(MessageJson.From(state));
            return ExitCode.Done;
        }

        DeploymentPrinter.Fields(context.Output, EnvironmentFields.All(state));
        return ExitCode.Done;
    }
}
