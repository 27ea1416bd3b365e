using System.CommandLine;

namespace Gatectl.CommandLine;

/// <summary>One run of a command, with the process around it.</summary>
internal sealed class CommandInvocation(ProcessEnvironment environment) : InvocationConfiguration
{
    internal static ProcessEnvironment? EnvironmentOf(ParseResult arguments) => (arguments.InvocationConfiguration as CommandInvocation)?.Environment;

    private ProcessEnvironment Environment { get; } = environment;
}
