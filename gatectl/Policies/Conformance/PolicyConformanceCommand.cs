using System.CommandLine;
using System.Text.Json.Nodes;
using Gatectl.CommandLine;
using Gatectl.Policies.Arguments;

namespace Gatectl.Policies.Conformance;

/// <summary><c>gatectl policy conformance</c>: holds the engine to a directory of OPA's conformance cases.</summary>
internal static class PolicyConformanceCommand
{
    private const int MaxShownCharacters = 500;

    private static readonly Argument<string[]> Directories = new("directories")
    {
        Description = "Directories of cases, as JSON or YAML: v1/test/cases/testdata in a checkout of OPA is one.",
        HelpName = "DIRECTORY",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Create(ProcessEnvironment environment) =>
        new Command("conformance", "Run OPA's conformance cases.")
            .With(Directories)
            .RunsAsOpa(environment, (context, cancellationToken) => Task.FromResult(Run(context, cancellationToken)));

    private static int Run(CommandContext context, CancellationToken cancellationToken)
    {
        var run = new ConformanceRun();
        foreach (var directory in context.Value(Directories))
        {
            run.Load(DirectoryAt(context, directory));
        }

        if (run.IsEmpty)
        {
            throw CommandFailure.Failed("there are no cases in what was named.");
        }

        run.Run(cancellationToken);
        Print(context, run);
        return run.Failures.Count == 0 && run.Passed > 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static string DirectoryAt(CommandContext context, string directory) =>
        Directory.Exists(context.FullPath(directory)) ? context.FullPath(directory) : throw CommandFailure.Failed($"{directory}: no such directory.");

    private static void Print(CommandContext context, ConformanceRun run)
    {
        foreach (var failure in run.Failures)
        {
            context.Output.Line($"FAIL {TerminalText.Escape(failure.Category)}: {TerminalText.Escape(failure.Note)}");
            context.Output.Line($"  {TerminalText.Escape(Shorten(failure.Message))}");
        }

        foreach (var (reason, cases) in run.NotRun)
        {
            context.Output.Line($"NOT RUN {cases}: {reason}");
        }

        context.Output.Line($"{run.Passed} passed, {run.Failures.Count} failed");
        if (context.Output.IsJson)
        {
            context.Output.Document(new JsonObject
            {
                ["passed"] = run.Passed,
                ["failed"] = run.Failures.Count,
                ["failures"] = new JsonArray([.. run.Failures.Select(Describe)]),
                ["notRun"] = new JsonArray([.. run.NotRun.Select(Describe)]),
            });
        }
    }

    private static JsonObject Describe(ConformanceFailure failure) => new()
    {
        ["category"] = failure.Category,
        ["note"] = failure.Note,
        ["failure"] = failure.Message,
    };

    private static JsonObject Describe((string Reason, int Cases) notRun) => new()
    {
        ["reason"] = notRun.Reason,
        ["cases"] = notRun.Cases,
    };

    private static string Shorten(string text) => text.Length > MaxShownCharacters ? text[..MaxShownCharacters] + "…" : text;
}
