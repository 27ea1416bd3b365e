using System.CommandLine;
using System.Runtime.CompilerServices;
using Gatectl.CommandLine;

namespace Gatectl.Policies.Arguments;

/// <summary>How the policy commands end.</summary>
internal static class PolicyCommandExtensions
{
    private static readonly ConditionalWeakTable<Command, object> AsOpa = [];

    /// <summary>Whether the command is one of OPA's: it reads its arguments by OPA's rules, and tells what is wrong with them in OPA's words.</summary>
    internal static bool IsAsOpa(this Command command) => AsOpa.TryGetValue(command, out _);

    /// <summary>Sets the command's work; a wrong command line is told as OPA tells it, and ends in 1.</summary>
    internal static Command RunsAsOpa(this Command command, ProcessEnvironment environment, Func<CommandContext, CancellationToken, Task<int>> work)
    {
        AsOpa.AddOrUpdate(command, AsOpa);
        return command.Runs(environment, async (context, cancellationToken) =>
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
    }

    /// <summary>Tells what is wrong with a command line.</summary>
    internal static int Refuse(ProcessEnvironment environment, string command, string message)
    {
        environment.Error.WriteLine($"Error: {PolicyText.Escape(message)}");
        environment.Error.WriteLine($"Run '{command} --help' for usage.");
        return PolicyExitCode.Refused;
    }
}
