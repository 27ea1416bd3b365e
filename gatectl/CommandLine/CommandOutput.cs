using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Gatectl.CommandLine;

/// <summary>Where a command writes to, and in which format. Text that came from elsewhere goes through <see cref="TerminalText"/>.</summary>
internal sealed class CommandOutput(ProcessEnvironment environment, OutputFormat format)
{
    // Wider than any row: what a program reads has one row a line.
    private const int WidthOfNoTerminal = 16 * 1024;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly Lazy<IAnsiConsole> _console = new(() => CreateConsole(environment));

    public OutputFormat Format => format;

    public bool IsJson => format == OutputFormat.Json;

    /// <value>Whether something that moves may be drawn.</value>
    public bool IsLive => environment.IsTerminal && !IsJson;

    /// <value>For tables and progress; its markup must hold escaped text only.</value>
    public IAnsiConsole Console => _console.Value;

    /// <summary>Writes one line for people; nothing where the output is JSON.</summary>
    public void Line(string line = "")
    {
        if (!IsJson)
        {
            environment.Out.WriteLine(line);
        }
    }

    /// <summary>Writes the command's result as one JSON document.</summary>
    public void Document(JsonNode document)
    {
        environment.Out.WriteLine(document.ToJsonString(Indented));
        environment.Out.Flush();
    }

    /// <summary>Writes one of many results as one line of JSON.</summary>
    public void DocumentLine(JsonNode document)
    {
        environment.Out.WriteLine(document.ToJsonString());
        environment.Out.Flush();
    }

    /// <summary>Writes a notice for people beside the result, in either format.</summary>
    public void Notice(string line) => environment.Error.WriteLine(line);

    /// <summary>Writes a failure: in JSON on standard output, as the result; as text on standard error.</summary>
    public void Failure(CommandFailure failure)
    {
        if (IsJson)
        {
            Document(FailureDocument(failure));
            return;
        }

        environment.Error.WriteLine($"gatectl: {TerminalText.Escape(failure.Message)}");
        foreach (var detail in failure.Details)
        {
            environment.Error.WriteLine($"  - {TerminalText.Escape(detail)}");
        }

        if (failure.Advice is { } advice)
        {
            environment.Error.WriteLine($"  what to do: {TerminalText.Escape(advice)}");
        }

        if (failure.DecisionId is { } decisionId)
        {
            environment.Error.WriteLine($"  decision id: {TerminalText.Escape(decisionId)}");
        }
    }

    internal static JsonObject FailureDocument(CommandFailure failure)
    {
        var error = new JsonObject { ["exit_code"] = failure.ExitCode, ["message"] = failure.Message };
        if (failure.Reason is { } reason)
        {
            error["reason"] = reason;
        }

        error["details"] = new JsonArray([.. failure.Details.Select(detail => (JsonNode)detail)]);
        if (failure.Advice is { } advice)
        {
            error["advice"] = advice;
        }

        if (failure.DecisionId is { } decisionId)
        {
            error["decision_id"] = decisionId;
        }

        return new JsonObject { ["error"] = error };
    }

    private static IAnsiConsole CreateConsole(ProcessEnvironment environment)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(environment.Out),
            Ansi = environment.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = environment.IsTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!environment.IsTerminal)
        {
            console.Profile.Width = WidthOfNoTerminal;
        }

        return console;
    }
}
