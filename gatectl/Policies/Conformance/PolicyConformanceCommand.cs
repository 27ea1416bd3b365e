using System.Collections.Concurrent;
using System.CommandLine;
using System.Text.Json.Nodes;
using Gatectl.CommandLine;
using Gatectl.Policies.Arguments;
using Rego.Tooling.Conformance;

namespace Gatectl.Policies.Conformance;

/// <summary><c>gatectl policy conformance</c>: holds the engine to a folder of OPA's conformance cases.</summary>
internal static class PolicyConformanceCommand
{
    private const int MaxShownCharacters = 500;

    private static readonly Argument<string[]> Folders = new("folders")
    {
        Description = "Folders of cases, as JSON or YAML.",
        HelpName = "FOLDER",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Create(ProcessEnvironment environment) =>
        new Command("conformance", "Run OPA's conformance cases.")
            .With(Folders)
            .RunsAsOpa(environment, (context, cancellationToken) => Task.FromResult(Run(context, cancellationToken)));

    private static int Run(CommandContext context, CancellationToken cancellationToken)
    {
        var cases = context.Value(Folders).SelectMany(folder => Load(context.FullPath(folder))).ToList();
        if (cases.Count == 0)
        {
            throw CommandFailure.Failed("there are no cases in what was named.");
        }

        var runner = new ConformanceRunner();
        var failed = new ConcurrentBag<ConformanceOutcome>();
        Parallel.ForEach(cases, new ParallelOptions { CancellationToken = cancellationToken }, @case =>
        {
            var outcome = runner.Run(@case);
            if (!outcome.Passed)
            {
                failed.Add(outcome);
            }
        });
        Print(context, cases.Count, [.. failed.OrderBy(outcome => outcome.Case.Category, StringComparer.Ordinal).ThenBy(outcome => outcome.Case.Note, StringComparer.Ordinal)]);
        return failed.IsEmpty ? ExitCode.Done : ExitCode.Failed;
    }

    private static IReadOnlyList<ConformanceCase> Load(string folder)
    {
        try
        {
            return ConformanceSuite.Load(folder);
        }
        catch (InvalidDataException failure)
        {
            throw CommandFailure.Failed(failure.Message, failure);
        }
    }

    private static void Print(CommandContext context, int total, IReadOnlyList<ConformanceOutcome> failed)
    {
        foreach (var outcome in failed)
        {
            context.Output.Line($"FAIL {TerminalText.Escape(outcome.Case.Category)}: {TerminalText.Escape(outcome.Case.Note)}");
            context.Output.Line($"  {TerminalText.Escape(Shorten(outcome.Failure!))}");
        }

        context.Output.Line($"{total - failed.Count} passed, {failed.Count} failed");
        if (context.Output.IsJson)
        {
            context.Output.Document(new JsonObject
            {
                ["passed"] = total - failed.Count,
                ["failed"] = failed.Count,
                ["failures"] = new JsonArray([.. failed.Select(Describe)]),
            });
        }
    }

    private static JsonObject Describe(ConformanceOutcome outcome) => new()
    {
        ["category"] = outcome.Case.Category,
        ["note"] = outcome.Case.Note,
        ["failure"] = outcome.Failure,
    };

    private static string Shorten(string text) => text.Length > MaxShownCharacters ? text[..MaxShownCharacters] + "…" : text;
}
