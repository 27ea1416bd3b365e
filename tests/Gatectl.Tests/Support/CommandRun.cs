using System.Text.Json.Nodes;
using Gatectl.CommandLine;

namespace Gatectl.Tests.Support;

/// <summary>Runs a command line in this process, and keeps what it wrote.</summary>
internal sealed record CommandRun(int ExitCode, string Out, string Error)
{
    public JsonNode Json => JsonNode.Parse(Out)!;

    public static Task<CommandRun> RunAsync(string directory, params string[] arguments) => RunWithInputAsync(directory, string.Empty, arguments);

    /// <param name="directory">Where the command runs.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="isInteractive">Whether somebody is there to ask, who writes the input.</param>
    public static async Task<CommandRun> RunWithInputAsync(string directory, string input, IReadOnlyList<string> arguments, bool isInteractive = false)
    {
        using var reader = new StringReader(input);
        using var output = new StringWriter();
        using var error = new StringWriter();
        var environment = new ProcessEnvironment
        {
            In = reader,
            Out = output,
            Error = error,
            IsTerminal = false,
            IsInteractive = isInteractive,
            CurrentDirectory = directory,
            Variable = _ => null,
        };
        var exitCode = await GatectlProgram.RunAsync([.. arguments], environment);
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }
}
