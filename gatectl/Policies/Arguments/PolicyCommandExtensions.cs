using System.CommandLine;
using Gatectl.CommandLine;
using Gatekeeper.Rego;

namespace Gatectl.Policies;

/// <summary>How the policy commands end.</summary>
internal static class PolicyCommandExtensions
{
    /// <summary>Sets the command's work; a wrong command line is told as OPA tells it, and ends in 1.</summary>
    internal static Command RunsAsOpa(this Command command, ProcessEnvironment environment, Func<CommandContext, CancellationToken, Task<int>> work) =>
        command.Runs(environment, async (context, cancellationToken) =>
        {
            try
            {
                return await work(context, cancellationToken);
            }
            catch (PolicyUsageException mistake)
            {
                return Refuse(context.Environment, $"gatectl policy {command.Name}", mistake.Message);
            }
        });

    /// <summary>Tells what is wrong with a command line.</summary>
    internal static int Refuse(ProcessEnvironment environment, string command, string message)
    {
        environment.Error.WriteLine($"Error: {PolicyText.Escape(message)}");
        environment.Error.WriteLine($"Run '{command} --help' for usage.");
        return PolicyExitCode.Refused;
    }
}
