using System.CommandLine;
using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Gates;

namespace Gatectl.Deployments;

/// <summary><c>gatectl hold APPLICATION ENVIRONMENT --reason TEXT</c>; <c>-</c> means all.</summary>
internal static class HoldCommand
{
    private static readonly Argument<string> Application = DeploymentArguments.ApplicationOrAll();
    private static readonly Argument<string> EnvironmentName = DeploymentArguments.EnvironmentOrAll();

    private static readonly Option<string> Reason = new("--reason", "-m")
    {
        Description = "Why; whoever waits is told.",
        HelpName = "TEXT",
        Required = true,
    };

    public static Command Create(ProcessEnvironment environment) =>
        new Command("hold", "Let no push begin until the hold is released.").With(Application, EnvironmentName, Reason).Calls(environment, RunAsync);

    private static async Task<int> RunAsync(CommandContext context, GateConnection gate, CancellationToken cancellationToken)
    {
        var request = new HoldEnvironmentRequest
        {
            Application = context.Value(Application),
            Environment = context.Value(EnvironmentName),
            Reason = context.Value(Reason) ?? "",
        };
        var hold = await gate.AskAsync(options => gate.Service.HoldEnvironmentAsync(request, options), cancellationToken);
        if (context.Output.IsJson)
        {
            context.Output.Document(MessageJson.From(hold));
            return ExitCode.Done;
        }

        DeploymentPrinter.Fields(context.Output, [("held", EnvironmentFields.PlaceOf(hold)), ("by", hold.HeldBy), ("reason", hold.Reason), ("since", TimeText.Of(hold.CreateTime)), ("decision id", hold.DecisionId)]);
        return ExitCode.Done;
    }
}
