using System.CommandLine;
using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Gates;

namespace Gatectl.Policies.Revisions;

/// <summary><c>gatectl policy status</c>: which policies a gate decides with, and why newer ones are not in use.</summary>
internal static class PolicyStatusCommand
{
    public static Command Create(ProcessEnvironment environment) =>
        new Command("status", "Show which policies a gate decides with, and why newer ones are not in use.").Calls(environment, RunAsync);

    private static async Task<int> RunAsync(CommandContext context, GateConnection gate, CancellationToken cancellationToken)
    {
        var status = await gate.AskAsync(options => gate.Policies.GetStatusAsync(new GetStatusRequest(), options), cancellationToken);
        if (context.Output.IsJson)
        {
            context.Output.Document(MessageJson.From(status));
        }
        else
        {
            StatusPrinter.Print(context.Output, status);
        }

        return ExitCode.Done;
    }
}
