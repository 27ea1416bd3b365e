using System.CommandLine;
using System.Text.RegularExpressions;
using Gatectl.CommandLine;
using Gatekeeper.Rego;
using Gatekeeper.Rego.Networking;
using Gatekeeper.Rego.Testing;

namespace Gatectl.Policies.Test;

/// <summary><c>gatectl policy test</c>: runs the rules named <c>test_…</c>.</summary>
internal static class PolicyTestCommand
{
    private static readonly TimeSpan FilterTimeout = TimeSpan.FromSeconds(1);

    private static readonly Argument<string[]> Paths = new("paths")
    {
        Description = "Directories and files of policies, tests and data.",
        HelpName = "DIR",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<bool> Verbose = new("--verbose", "-v") { Description = "List every test, with what it printed." };
    private static readonly Option<string?> Filter = new("--run", "-r") { Description = "Only tests whose full name matches.", HelpName = "REGEX" };
    private static readonly Option<PolicyTestFormat?> Format = new("--format", "-f") { Description = "How results are written; follows --output where it is not given.", HelpName = "pretty|json" };
    private static readonly Option<bool> SkippedIsFine = new("--exit-zero-on-skipped", "-z") { Description = "Skipped tests do not fail the run." };
    private static readonly Option<bool> FailOnEmpty = new("--fail-on-empty") { Description = "A run without tests fails." };
    private static readonly Option<int> MaxErrors = IntegerOption.Create("--max-errors", "N", "After how many compile errors to stop.", 10, 0, 100_000);
    private static readonly Option<string?> Schema = PolicySchemas.CreateOption();

    public static Command Create(ProcessEnvironment environment) =>
        new Command("test", "Run the tests of policies.")
            .With([Paths, Verbose, Filter, Format, SkippedIsFine, FailOnEmpty, MaxErrors, Schema, .. TestObservation.Symbols])
            .Runs(environment, (context, cancellationToken) => Task.FromResult(Run(context, cancellationToken)));

    private static int Run(CommandContext context, CancellationToken cancellationToken)
    {
        if (!PolicySchemas.TryLoad(context, Schema, out var schemas))
        {
            return PolicyExitCode.Refused;
        }

        var observation = new TestObservation(context, context.Value(Verbose));
        try
        {
            var files = PolicyInput.Load(context, context.Value(Paths));
            var options = new RegoCompilerOptions { MaxErrors = context.Value(MaxErrors), Schemas = schemas, Network = NetworkAccess.Nowhere };
            var results = observation.RunnerFor(options, context.Environment.Time).Run(files, FilterOf(context), cancellationToken).ToList();
            return observation.Covered is { } coverage ? ReportCoverage(context, results, observation, coverage.Report(files.Modules)) : Report(context, results, observation);
        }
        catch (PolicyLoadException failure)
        {
            return Refuse(context, DiagnosticText.Describe(failure.Diagnostics, "during loading"));
        }
        catch (RegoCompilationException failure)
        {
            var isParse = failure.Errors.All(error => error.Code == DiagnosticCodes.Parse);
            return Refuse(context, DiagnosticText.Describe(failure.Errors, isParse ? "during loading" : string.Empty));
        }
    }

    /// <summary>Where all tests hold, what they cover is reported instead of them.</summary>
    private static int ReportCoverage(CommandContext context, IReadOnlyList<RegoTestResult> results, TestObservation observation, CoverageReport report)
    {
        if (results.FirstOrDefault(result => result.Failure is not null) is { Failure: { } failure })
        {
            return Refuse(context, DiagnosticText.Describe(new Diagnostic(failure.Code, failure.Message, failure.Location)));
        }

        var failed = results.Where(result => result.Outcome == RegoTestOutcome.Failed).ToList();
        if (failed.Count > 0)
        {
            new PolicyTestPrinter(context.Environment.Out, observation).Print(failed);
            return Refuse(context, PolicyTestPrinter.Describe(failed[0]));
        }

        if (report.Percent < observation.Threshold)
        {
            context.Output.Notice(PolicyText.Escape(CoverageSummary.Describe(report, observation.Threshold, observation.IsVerbose)));
            return PolicyExitCode.Error;
        }

        context.Environment.Out.WriteLine(CoverageJson.Of(report).ToJsonString(PolicyTestJson.Indented));
        return ExitCodeOf(context, results);
    }

    private static int Report(CommandContext context, IReadOnlyList<RegoTestResult> results, TestObservation observation)
    {
        if (IsJson(context))
        {
            PolicyTestJson.Write(context.Environment.Out, results, observation.Choose);
        }
        else
        {
            new PolicyTestPrinter(context.Environment.Out, observation).Print(results);
        }

        return ExitCodeOf(context, results);
    }

    private static int ExitCodeOf(CommandContext context, IReadOnlyList<RegoTestResult> results)
    {
        if (results.Count == 0 && context.Value(FailOnEmpty))
        {
            return Refuse(context, "no tests were run");
        }

        var isFine = results.All(result => result.Outcome is RegoTestOutcome.Passed
            || (result.Outcome is RegoTestOutcome.Skipped && context.Value(SkippedIsFine)));
        return isFine ? PolicyExitCode.Done : PolicyExitCode.Error;
    }

    private static int Refuse(CommandContext context, string message)
    {
        context.Output.Notice(PolicyText.Escape(message));
        return PolicyExitCode.Refused;
    }

    private static bool IsJson(CommandContext context) =>
        context.Value(Format) is { } format ? format == PolicyTestFormat.Json : context.Output.IsJson;

    private static Regex? FilterOf(CommandContext context)
    {
        if (context.Value(Filter) is not { } pattern)
        {
            return null;
        }

        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, FilterTimeout);
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException)
        {
            throw CommandFailure.Usage($"--run: {failure.Message}");
        }
    }
}
