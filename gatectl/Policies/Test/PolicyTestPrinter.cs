using System.Globalization;
using Gatectl.CommandLine;
using Rego.Diagnostics;
using Rego.Errors;
using Rego.Testing;
using Rego.Tracing;

namespace Gatectl.Policies.Test;

/// <summary>Writes test results for people, in OPA's layout.</summary>
/// <param name="output">Where to.</param>
/// <param name="context">The command line.</param>
/// <param name="options">Its options.</param>
/// <param name="observation">What is shown of each test.</param>
internal sealed class PolicyTestPrinter(TextWriter output, CommandContext context, PolicyTestOptions options, TestObservation observation)
{
    private static readonly string Rule = new('-', 80);

    /// <value>Whether the statements are shown at which tests fail, where that is asked for.</value>
    internal bool ShowsFailingLines { get; init; } = true;

    internal void Print(IReadOnlyList<PolicyTestResult> tests)
    {
        var listed = tests.Where(test => observation.IsVerbose || test.Benchmark is not null || test.Result.Outcome != RegoTestOutcome.Passed).ToList();
        string? file = null;
        foreach (var test in listed)
        {
            if (test.Benchmark is { } benchmark)
            {
                output.WriteLine($"{BenchmarkName(test)}\t{benchmark.ToGoText(context.Value(options.Memory))}");
                continue;
            }

            var result = test.Result;
            var place = result.Location.File?.Path ?? string.Empty;
            if (file is not null && file != place)
            {
                output.WriteLine();
            }

            file = place;
            PrintResult(result, place);
        }

        var results = tests.Select(test => test.Result).ToList();
        PrintFailures(results.Where(result => result.Outcome == RegoTestOutcome.Failed).ToList());
        if (listed.Count > 0)
        {
            output.WriteLine(Rule);
        }

        PrintCount("PASS", RegoTestOutcome.Passed, results);
        PrintCount("FAIL", RegoTestOutcome.Failed, results);
        PrintCount("SKIPPED", RegoTestOutcome.Skipped, results);
        PrintCount("ERROR", RegoTestOutcome.Error, results);
    }

    /// <summary>A test in one line: its name, how it came out, and how long it took.</summary>
    internal static string Describe(RegoTestResult result)
    {
        var name = TerminalText.Escape($"{result.Package}.{result.Name}");
        return result.Outcome == RegoTestOutcome.Skipped
            ? $"{name}: SKIPPED"
            : $"{name}: {NameOf(result.Outcome)} ({GoDuration.Format(result.Duration)})";
    }

    private void PrintFailures(List<RegoTestResult> failures)
    {
        var showsLines = observation.ShowsValues && ShowsFailingLines;
        if (failures.Count == 0 || !(observation.IsVerbose || showsLines))
        {
            return;
        }

        output.WriteLine(Rule);
        output.WriteLine("FAILURES");
        output.WriteLine(Rule);
        var section = new FailureSection(output, observation.IsVerbose, showsLines);
        foreach (var failure in failures)
        {
            section.Print(failure, observation.Choose(failure.Trace));
        }
    }

    /// <summary>Go's benchmark format wants a name of one word that begins with <c>Benchmark</c>.</summary>
    private string BenchmarkName(PolicyTestResult test)
    {
        if (context.Value(options.Format) != PolicyTestFormat.Gobench)
        {
            return TerminalText.Escape(test.FullName);
        }

        var parts = test.FullName.Split('.', '_').Where(part => part.Length > 0).Select(part => char.ToUpperInvariant(part[0]) + part[1..]);
        return TerminalText.Escape("Benchmark" + string.Concat(parts));
    }

    private void PrintResult(RegoTestResult result, string file)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TerminalText.Escape(file)}:{result.Location.Row}:"));
        output.WriteLine(Describe(result));
        if (result.Failure is { } failure)
        {
            PrintFailure(failure, result.Stack);
        }

        PrintCases(result.Cases, "  ");
        if (result.Output.Length > 0)
        {
            PrintOutput(result.Output);
        }
    }

    private void PrintCases(IReadOnlyList<RegoTestCase> cases, string indent)
    {
        foreach (var @case in cases.Where(@case => observation.IsVerbose || !@case.Passed))
        {
            output.WriteLine($"{indent}{TerminalText.Escape(@case.Name)}: {(@case.Passed ? "PASS" : "FAIL")}");
            PrintCases(@case.Cases, indent + "  ");
        }
    }

    private void PrintFailure(RegoEvaluationException failure, IReadOnlyList<StackFrame> stack)
    {
        var text = DiagnosticText.Describe(new Diagnostic(failure.Code, failure.Message, failure.Location));
        output.WriteLine("  " + PolicyText.Escape(text));
        foreach (var line in Traceback.Lines(stack))
        {
            output.WriteLine("  " + PolicyText.Escape(line));
        }
    }

    private void PrintOutput(string text)
    {
        output.WriteLine();
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            output.WriteLine("  " + TerminalText.Escape(line));
        }

        output.WriteLine();
    }

    private void PrintCount(string label, RegoTestOutcome outcome, IReadOnlyList<RegoTestResult> results)
    {
        var count = results.Sum(result => CountOf(result, outcome));
        if (count > 0)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{label}: {count}/{results.Sum(result => Math.Max(1, Leaves(result).Count()))}"));
        }
    }

    /// <summary>A table counts as its cases.</summary>
    private static int CountOf(RegoTestResult result, RegoTestOutcome outcome)
    {
        if (result.Cases.Count == 0)
        {
            return result.Outcome == outcome ? 1 : 0;
        }

        return outcome switch
        {
            RegoTestOutcome.Passed => Leaves(result).Count(@case => @case.Passed),
            RegoTestOutcome.Failed => Leaves(result).Count(@case => !@case.Passed),
            _ => 0,
        };
    }

    private static IEnumerable<RegoTestCase> Leaves(RegoTestResult result) => result.Cases.SelectMany(@case => @case.Leaves);

    private static string NameOf(RegoTestOutcome outcome) => outcome switch
    {
        RegoTestOutcome.Passed => "PASS",
        RegoTestOutcome.Failed => "FAIL",
        RegoTestOutcome.Error => "ERROR",
        _ => "SKIPPED",
    };
}
