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

        var policy = new RegoCompiler(options).Compile(RegoTestRule.Rename(files.Modules, rules), files.Data).GetPolicyOrThrow();
        return rules.Where(rule => filter?.IsMatch(rule.FullName) ?? true).Select(rule => Run(policy, rule, cancellationToken));
    }

    /// <summary>Whether a test's value is <c>true</c>; or, for a table of cases, each case's.</summary>
    private static bool Holds(RegoValue value, bool isTable) =>
        value == RegoBoolean.True || (isTable && value is RegoObject cases && cases.All(entry => Holds(entry.Value, isTable)));

    private RegoTestResult Run(CompiledPolicy policy, RegoTestRule rule, CancellationToken cancellationToken)
    {
        var output = new StringBuilder();
        var start = _time.GetTimestamp();
        var (outcome, failure) = rule.IsTodo ? (RegoTestOutcome.Skipped, null) : Evaluate(policy, rule, output, cancellationToken);
        return new RegoTestResult(rule.Location, rule.Package, rule.Name, outcome, _time.GetElapsedTime(start), output.ToString(), failure);
    }

    private (RegoTestOutcome Outcome, RegoEvaluationException? Failure) Evaluate(CompiledPolicy policy, RegoTestRule rule, StringBuilder output, CancellationToken cancellationToken)
    {
        var evaluation = new EvaluationOptions
        {
            Limits = limits ?? EvaluationLimits.Default,
            Time = _time,
            Print = line => output.Append(line).Append('\n'),
            CancellationToken = cancellationToken,
        };
        try
        {
            var value = policy.Prepare(rule.Query).Evaluate(RegoValue.Undefined, evaluation);
            return (Holds(value, rule.IsTable) ? RegoTestOutcome.Passed : RegoTestOutcome.Failed, null);
        }
        catch (RegoEvaluationException error)
        {
            return (RegoTestOutcome.Error, error);
        }
    }
}
