using System.Text;
using System.Text.RegularExpressions;
using Gatekeeper.Rego.Diagnostics;

namespace Gatekeeper.Rego.Testing;

/// <summary>Runs the rules whose names begin with <c>test_</c>, as <c>opa test</c> does.</summary>
/// <param name="options">How the policy is compiled; the defaults where null.</param>
/// <param name="limits">The bounds of each test; the defaults where null.</param>
/// <param name="time">The clock; the system's where null.</param>
public sealed class RegoTestRunner(RegoCompilerOptions? options = null, EvaluationLimits? limits = null, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <value>Whether results carry the steps of their evaluations.</value>
    public bool KeepsTraces { get; init; }

    /// <value>Sees the steps of all evaluations; null for nobody.</value>
    public IEvaluationTracer? Tracer { get; init; }

    /// <summary>Runs all tests of the files whose full name (<c>data.package.test_name</c>) matches, in the order of files and rows.</summary>
    /// <param name="files">The policy with its tests.</param>
    /// <param name="filter">What the full name must match somewhere; null for all.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="RegoCompilationException">The policy does not compile.</exception>
    public IEnumerable<RegoTestResult> Run(PolicyFiles files, Regex? filter = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        var errors = new DiagnosticBag();
        var rules = RegoTestRule.Find(files.Modules, errors);
        if (errors.HasErrors)
        {
            throw new RegoCompilationException([.. errors]);
        }

        var chosen = rules.Where(rule => filter?.IsMatch(rule.FullName) ?? true);
        if (KeepsTraces || Tracer is not null)
        {
            var compilation = (options ?? new RegoCompilerOptions()) with { IsInstrumented = true, NumbersTests = true, TellsTestCases = true };
            var observed = new RegoCompiler(compilation).Compile(files.Modules, files.Data).GetPolicyOrThrow();
            return chosen.Select(rule => RunObserved(observed, rule, cancellationToken));
        }

        // What enumerates the cases of tables is added to the policy; where that does not compile, it goes without.
        var compiler = new RegoCompiler(options);
        var compiled = compiler.Compile(RegoTestRule.Prepare(files.Modules, rules, withCases: true), files.Data);
        var hasCases = compiled.Succeeded;
        var policy = (hasCases ? compiled : compiler.Compile(RegoTestRule.Prepare(files.Modules, rules, withCases: false), files.Data)).GetPolicyOrThrow();
        return chosen.Select(rule => Run(policy, rule, hasCases, cancellationToken));
    }

    /// <summary>Whether a test's value is <c>true</c>; or, for a table of cases, each case's.</summary>
    private static bool Holds(RegoValue value, bool isTable) =>
        value == RegoBoolean.True || (isTable && value is RegoObject cases && cases.All(entry => Holds(entry.Value, isTable)));

    private RegoTestResult Run(CompiledPolicy policy, RegoTestRule rule, bool hasCases, CancellationToken cancellationToken)
    {
        var output = new StringBuilder();
        var start = _time.GetTimestamp();
        var evaluation = OptionsFor(output, cancellationToken);
        IReadOnlyList<RegoTestCase> cases = [];
        RegoEvaluationException? failure = null;
        var outcome = RegoTestOutcome.Skipped;
        try
        {
            if (!rule.IsTodo)
            {
                var value = policy.Prepare(rule.Query).Evaluate(RegoValue.Undefined, evaluation);
                cases = hasCases && rule.CasesQuery is { } query ? CasesOf(policy.Prepare(query).Evaluate(RegoValue.Undefined, OptionsFor(new StringBuilder(), cancellationToken)), value) : [];
                var holds = cases.Count > 0 ? cases.All(@case => @case.Passed) : Holds(value, rule.IsTable);
                outcome = holds ? RegoTestOutcome.Passed : RegoTestOutcome.Failed;
            }
        }
        catch (RegoEvaluationException error)
        {
            (outcome, failure) = (RegoTestOutcome.Error, error);
        }

        return new RegoTestResult(rule.Location, rule.Package, rule.Name, outcome, _time.GetElapsedTime(start), output.ToString(), failure) { Cases = cases };
    }

    private RegoTestResult RunObserved(CompiledPolicy policy, RegoTestRule rule, CancellationToken cancellationToken)
    {
        var output = new StringBuilder();
        var start = _time.GetTimestamp();
        var trace = new TestTracer(KeepsTraces, Tracer);
        IReadOnlyList<RegoTestCase> cases = [];
        RegoEvaluationException? failure = null;
        var outcome = RegoTestOutcome.Skipped;
        try
        {
            if (!rule.IsTodo)
            {
                var value = policy.Prepare(rule.NumberedQuery).Evaluate(RegoValue.Undefined, OptionsFor(output, cancellationToken, trace));
                cases = rule.IsTable ? RegoTestCase.Of(ReachedCase.In(trace.Events), value) : [];
                var holds = cases.Count > 0 ? cases.All(@case => @case.Passed) : Holds(value, rule.IsTable);
                outcome = holds ? RegoTestOutcome.Passed : RegoTestOutcome.Failed;
            }
        }
        catch (RegoEvaluationException error)
        {
            (outcome, failure) = (RegoTestOutcome.Error, error);
        }

        return new RegoTestResult(rule.Location, rule.Package, rule.Name, outcome, _time.GetElapsedTime(start), output.ToString(), failure)
        {
            Cases = cases,
            Trace = KeepsTraces ? trace.Events : [],
        };
    }

    private static IReadOnlyList<RegoTestCase> CasesOf(RegoValue reached, RegoValue value) =>
        reached is RegoSet paths ? RegoTestCase.Of(paths.OfType<RegoArray>(), value) : [];

    private EvaluationOptions OptionsFor(StringBuilder output, CancellationToken cancellationToken, IEvaluationTracer? tracer = null) => new()
    {
        Tracer = tracer,
        Limits = limits ?? EvaluationLimits.Default,
        Time = _time,
        Print = line => output.Append(line).Append('\n'),
        CancellationToken = cancellationToken,
    };
}
