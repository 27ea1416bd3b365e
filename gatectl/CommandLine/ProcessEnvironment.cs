namespace Gatectl.CommandLine;

/// <summary>What a command takes from the process that it runs in; a test gives its own.</summary>
internal sealed record ProcessEnvironment
{
    /// <summary>Names the state directory of a local gate, where <c>--state</c> does not.</summary>
    public const string StateVariable = "GATECTL_STATE";

    public TextReader In { get; init; } = TextReader.Null;

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <value>Whether <see cref="Out"/> is a terminal: only then is anything drawn that moves, or coloured.</value>
    public required bool IsTerminal { get; init; }

    /// <value>Whether somebody is there to ask: who reads <see cref="Out"/> writes to <see cref="In"/>, too.</value>
    public bool IsInteractive { get; init; }

    public required string CurrentDirectory { get; init; }

    public required Func<string, string?> Variable { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public static ProcessEnvironment FromProcess() => new()
    {
        In = Console.In,
        Out = Console.Out,
        Error = Console.Error,
        IsTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb"),
        IsInteractive = !Console.IsInputRedirected && !Console.IsOutputRedirected,
        CurrentDirectory = Environment.CurrentDirectory,
        Variable = Environment.GetEnvironmentVariable,
    };
}
