using System.CommandLine;

namespace Gatectl.CommandLine;

/// <summary>How a command says what it does.</summary>
internal static class CommandExtensions
{
    /// <summary>
    /// Sets the command's work. A <see cref="CommandFailure"/> becomes its message and exit code, and so does everything else that a
    /// program on a real machine meets; a stack trace is never shown.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="environment">The process around a run that is not told its own.</param>
    /// <param name="work">The work; its exit code.</param>
    public static Command Runs(this Command command, ProcessEnvironment environment, Func<CommandContext, CancellationToken, Task<int>> work)
    {
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var current = CommandInvocation.EnvironmentOf(arguments) ?? environment;
            var output = new CommandOutput(current, arguments.GetValue(CommonOptions.Output));
            try
            {
                return await work(new CommandContext(arguments, output, current), cancellationToken);
            }
            catch (Exception exception) when (FailureOf(exception, cancellationToken) is { } failure)
            {
                output.Failure(failure);
                return failure.ExitCode;
            }
        });
        return command;
    }

    public static Command With(this Command command, params ReadOnlySpan<Symbol> symbols)
    {
        foreach (var symbol in symbols)
        {
            switch (symbol)
            {
                case Argument argument: command.Add(argument); break;
                case Option option: command.Add(option); break;
                case Command subcommand: command.Add(subcommand); break;
                default: throw new ArgumentException($"A command cannot hold a {symbol.GetType().Name}.", nameof(symbols));
            }
        }

        return command;
    }

    private static CommandFailure? FailureOf(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        CommandFailure failure => failure,
        OperationCanceledException when cancellationToken.IsCancellationRequested => CommandFailure.Failed("interrupted."),
        IOException or UnauthorizedAccessException => CommandFailure.Failed(exception.Message, exception),
        _ => CommandFailure.Failed($"an unexpected failure ({exception.GetType().Name}): {exception.Message}", exception),
    };
}
