using System.CommandLine;
using System.CommandLine.Parsing;
using Gatectl.CommandLine;

namespace Gatectl;

/// <summary>From the arguments to the exit code.</summary>
internal static class GatectlProgram
{
    /// <summary>How long a command may take to end after SIGINT or SIGTERM; <c>dev</c> stops two programs in it.</summary>
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(80);

    /// <summary>One tree for all runs in a process: options are shared by the commands, and remember every tree that they were put into.</summary>
    private static RootCommand? _root;

    public static async Task<int> RunAsync(string[] arguments, ProcessEnvironment environment, CancellationToken cancellationToken = default)
    {
        var commands = LazyInitializer.EnsureInitialized(ref _root, () => CommandRegistry.CreateRoot(environment))!;
        if (arguments is [var first, ..] && CommandRegistry.StyleOf(first) is { } style)
        {
            (arguments, var exitCode) = style.Normalize(commands, arguments, environment);
            if (exitCode is { } refused)
            {
                return refused;
            }
        }

        var parsed = commands.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            return Usage(parsed, environment);
        }

        var invocation = new CommandInvocation(environment)
        {
            Output = environment.Out,
            Error = environment.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TerminationTimeout,
        };
        return await parsed.InvokeAsync(invocation, cancellationToken);
    }

    private static int Usage(ParseResult parsed, ProcessEnvironment environment)
    {
        var command = CommandName(parsed.CommandResult);
        if (CommandRegistry.StyleOf(TopLevel(parsed.CommandResult))?.Refuse(parsed, command, environment) is { } refused)
        {
            return refused;
        }

        var failure = new CommandFailure(ExitCode.Usage, $"the command line is not understood; see '{command} --help'.")
        {
            Details = [.. parsed.Errors.Select(error => OneLine(error.Message))],
        };
        new CommandOutput(environment, FormatOf(parsed)).Failure(failure);
        return failure.ExitCode;
    }

    // The library lists what is valid on lines of their own, indented by tabs.
    private static string OneLine(string message) =>
        string.Join(' ', message.Split(['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>The format, even where it stands on a command line that is wrong elsewhere.</summary>
    private static OutputFormat FormatOf(ParseResult parsed) =>
        parsed.GetResult(CommonOptions.Output) is { } output && !output.Errors.Any() ? parsed.GetValue(CommonOptions.Output) : OutputFormat.Text;

    private static string TopLevel(CommandResult result) =>
        result.Parent is CommandResult { Parent: CommandResult } parent ? TopLevel(parent) : result.Command.Name;

    private static string CommandName(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{CommandName(parent)} {result.Command.Name}" : "gatectl";
}
