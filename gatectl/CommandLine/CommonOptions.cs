using System.CommandLine;

namespace Gatectl.CommandLine;

/// <summary>The options that stand on every command.</summary>
internal static class CommonOptions
{
    public const string DefaultState = ".gate";

    public static readonly Option<OutputFormat> Output = new("--output", "-o")
    {
        Description = "How the result is written: text for people, json for programs.",
        Recursive = true,
        DefaultValueFactory = _ => OutputFormat.Text,
        HelpName = "text|json",
    };

    public static readonly Option<string?> State = new("--state")
    {
        Description = $"The state directory of a local gate, as 'gatectl dev' makes it [default: ${ProcessEnvironment.StateVariable}, then {DefaultState}].",
        Recursive = true,
        HelpName = "DIR",
    };

    /// <summary>The state directory: as named, else by the environment, else the default; always a full path.</summary>
    public static string StateDirectory(CommandContext context)
    {
        var named = context.Value(State);
        if (named is "")
        {
            throw CommandFailure.Usage("--state names no directory.");
        }

        var fromVariable = context.Environment.Variable(ProcessEnvironment.StateVariable);
        return context.FullPath(named ?? (string.IsNullOrEmpty(fromVariable) ? DefaultState : fromVariable));
    }
}
