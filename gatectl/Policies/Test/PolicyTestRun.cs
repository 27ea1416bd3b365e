using Gatectl.CommandLine;
using Gatectl.Policies.Bench;
using Gatectl.Policies.Check;
using Gateway.Hosting.Revisions;
using Rego.Diagnostics;
using Rego.Loading;
using Rego.Networking;
using Rego.Options;
using Rego.Testing;
using Rego.Tooling.Reports;

namespace Gatectl.Policies.Test;

/// <summary>Runs the tests as a command line asks for it, once.</summary>
/// <param name="context">The command line.</param>
/// <param name="options">Its options.</param>
internal sealed class PolicyTestRun(CommandContext context, PolicyTestOptions options)
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DefaultBenchmarkTimeout = TimeSpan.FromSeconds(30);

    private bool IsBenchmark => context.Value(options.Benchmark);

    /// <summary>Loads, runs and reports. The answer is the exit code.</summary>
    internal int Run(CancellationToken cancellationToken)
    {
        var exitCode = RunTests(cancellationToken);
        var paths = context.Value(options.Paths);
        if (exitCode == PolicyExitCode.Refused || !GateCheck.Concerns(context, paths))
        {
            return exitCode;
        }

        // Tests bring their data; those that stand beside them may still be wrong, and no gate would take them.
        var faults = RevisionCheck.CheckWithoutTests(context.FullPath(paths[0]), cancellationToken).Faults;
        return faults.Count == 0 ? exitCode : Refuse(string.Join('\n', faults));
    }

    private int RunTests(CancellationToken cancellationToken)
    {
        try
        {
            var observation = new TestObservation(context, context.Value(options.Verbose));
            if (IsBenchmark && observation.Covered is not null)
            {
                return Refuse("coverage reporting is not supported when benchmarking tests");
            }

            var files = Load();
            var tests = Discover(files, observation);
            for (var i = 0; i < context.Value(options.Count); i++)
            {
                var results = Results(tests, observation, cancellationToken);
                var ran = observation.Covered is { } coverage ? ReportCoverage(results, observation, coverage.Report(files.Modules)) : Report(results, observation);
                if (ran is var exitCode and not PolicyExitCode.Done)
                {
                    return exitCode;
                }
            }

            return PolicyExitCode.Done;
        }
        catch (PolicyLoadException failure)
        {
            return Refuse(DiagnosticText.Describe(failure.Diagnostics, "during loading"));
        }
        catch (BundleLoadException failure)
        {
            return Refuse(failure.Bundle is null ? failure.Message : $"unable to load bundle {failure.Bundle}: {failure.Message}");
        }
        catch (RegoCompilationException failure)
        {
            return Refuse(DiagnosticText.Describe(failure.Errors));
        }
        catch (Exception failure) when (failure is FormatException or PolicyFailureException)
        {
            return Refuse(failure.Message);
        }
    }

    private PolicyFiles Load()
    {
        var limits = PolicyInput.OptionsFor(context, context.Value(options.Ignored), PolicyCapabilities.Load(context, options.Capabilities));
        var paths = context.Value(options.Paths);
        return context.Value(options.Bundle) ? PolicyDirectory.LoadBundles(paths, limits) : PolicyDirectory.LoadPaths(paths, limits);
    }

    private IReadOnlyList<RegoTest> Discover(PolicyFiles files, TestObservation observation)
    {
        var compiler = new RegoCompilerOptions
        {
            MaxErrors = context.Value(options.MaxErrors),
            Capabilities = PolicyCapabilities.Load(context, options.Capabilities),
            Schemas = PolicySchemas.Load(context, options.Schema),
            Network = NetworkAccess.Nowhere,
        };
        var timeout = context.Value(options.Timeout) is { Ticks: > 0 } given ? given : IsBenchmark ? DefaultBenchmarkTimeout : DefaultTimeout;
        var runner = observation.RunnerFor(compiler, EvaluationLimits.Default with { Timeout = timeout }, context.Environment.Time);
        return runner.Discover(files, context.Value(options.Filter) is { Length: > 0 } filter ? filter : null);
    }

    private IReadOnlyList<PolicyTestResult> Results(IReadOnlyList<RegoTest> tests, TestObservation observation, CancellationToken cancellationToken)
    {
        if (IsBenchmark)
        {
            return [.. tests.Select(test => Measure(test, cancellationToken))];
        }

        // One tracer cannot follow two tests at once.
        var workers = observation.Covered is not null ? 1 : context.Value(options.Parallel) is > 0 and var wanted ? wanted : Environment.ProcessorCount;
        return
        [
            .. tests.AsParallel().AsOrdered().WithDegreeOfParallelism(Math.Min(workers, 64)).WithCancellation(cancellationToken)
                .Select(test => new PolicyTestResult(test.Run(cancellationToken))),
        ];
    }

    /// <summary>A test that does not pass is not measured.</summary>
    private static PolicyTestResult Measure(RegoTest test, CancellationToken cancellationToken)
    {
        var result = test.Run(cancellationToken);
        return result.Outcome == RegoTestOutcome.Passed
            ? new PolicyTestResult(result) { Benchmark = Benchmark.Run(() => test.Run(cancellationToken), histogram: null, cancellationToken) }
            : new PolicyTestResult(result);
    }

    private int Report(IReadOnlyList<PolicyTestResult> results, TestObservation observation)
    {
        var output = context.Environment.Out;
        var format = context.Value(options.Format);
        switch (format == PolicyTestFormat.Pretty && context.Output.IsJson ? PolicyTestFormat.Json : format)
        {
            case PolicyTestFormat.Json:
                PolicyTestJson.Write(output, context.Value(options.Sort) == PolicyTestSort.Duration ? [.. results.OrderByDescending(result => result.Result.Duration)] : results, observation.Choose);
                break;
            case PolicyTestFormat.Junit:
                PolicyTestJunit.Write(output, results);
                break;
            default:
                new PolicyTestPrinter(output, context, options, observation).Print(results);
                break;
        }

        return ExitCodeOf(results);
    }

    /// <summary>Where all tests hold, what they cover is reported instead of them.</summary>
    private int ReportCoverage(IReadOnlyList<PolicyTestResult> results, TestObservation observation, CoverageReport report)
    {
        if (results.FirstOrDefault(result => result.Result.Failure is not null)?.Result is { Failure: { } failure } broken)
        {
            return Refuse(string.Join('\n', [DiagnosticText.Describe(new Diagnostic(failure.Code, failure.Message, failure.Location)), .. Traceback.Lines(broken.Stack)]));
        }

        var failed = results.Where(result => result.Result.Outcome == RegoTestOutcome.Failed).ToList();
        if (failed.Count > 0)
        {
            new PolicyTestPrinter(context.Environment.Out, context, options, observation) { ShowsFailingLines = false }.Print(failed);
            return Refuse(PolicyTestPrinter.Describe(failed[0].Result));
        }

        if (report.Percent < observation.Threshold)
        {
            context.Output.Notice(PolicyText.Escape(CoverageSummary.Describe(report, observation.Threshold, observation.IsVerbose)));
            return PolicyExitCode.Error;
        }

        var json = new GoJsonWriter();
        CoverageJson.Write(json, report);
        context.Environment.Out.WriteLine(json);
        return ExitCodeOf(results);
    }

    private int ExitCodeOf(IReadOnlyList<PolicyTestResult> results)
    {
        if (results.Count == 0 && context.Value(options.FailOnEmpty))
        {
            return Refuse("no tests were run");
        }

        var isFine = results.All(result => result.Result.Outcome is RegoTestOutcome.Passed
            || (result.Result.Outcome is RegoTestOutcome.Skipped && context.Value(options.SkippedIsFine)));
        return isFine ? PolicyExitCode.Done : PolicyExitCode.Error;
    }

    private int Refuse(string message)
    {
        context.Output.Notice(PolicyText.Escape(message));
        return PolicyExitCode.Refused;
    }
}
