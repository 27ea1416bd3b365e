using System.CommandLine;

namespace Gatectl.CommandLine;

/// <summary>What every command's work is given: its parsed arguments, where to write, and the process around it.</summary>
internal sealed record CommandContext(ParseResult Arguments, CommandOutput Output, ProcessEnvironment Environment)
{
    public T Value<T>(Argument<T> argument) => Arguments.GetRequiredValue(argument);

    public T? Value<T>(Option<T> option) => Arguments.GetValue(option);

    /// <summary>Whether the option was given, with whatever value.</summary>
    public bool IsGiven(Option option) => Arguments.GetResult(option) is { Implicit: false };

    /// <summary>The full path of what the user named, relative to where the user stands.</summary>
    public string FullPath(string path) => Path.GetFullPath(path, Environment.CurrentDirectory);
}
