using System.Text;
using Rego.Diagnostics;
using Rego.Errors;
using Rego.Sources;
using Rego.Tracing;
using Rego.Values;

namespace Rego.Testing;

/// <summary>One test of a compiled policy. Thread-safe where its tracer is; may be run again and again.</summary>
public sealed class RegoTest
{
    private readonly RegoTestRule _rule;
    private readonly TestEvaluation _evaluation;
    private readonly Lazy<PreparedQuery> _query;
    private readonly Lazy<PreparedQuery> _observed;

    /// <param name="policy">The policy.</param>
    /// <param name="observed">The policy, compiled to tell its steps.</param>
    /// <param name="rule">The test.</param>
    /// <param name="evaluation">How it is evaluated.</param>
    internal RegoTest(CompiledPolicy policy, Lazy<CompiledPolicy> observed, RegoTestRule rule, TestEvaluation evaluation)
    {
        _rule = rule;
        _evaluation = evaluation;
        _query = new Lazy<PreparedQuery>(() => policy.Prepare(rule.Query));
        _observed = new Lazy<PreparedQuery>(() => observed.Value.Prepare(rule.Query));
    }

    /// <summary>Where the rule stands.</summary>
    public SourceLocation Location => _rule.Location;

    /// <summary>The package, from <c>data</c>.</summary>
    public string Package => _rule.Package;

    /// <summary>The rule's name.</summary>
    public string Name => _rule.Name;

    /// <summary>Runs it.</summary>
    /// <param name="cancellationToken">Ends the run.</param>
    public RegoTestResult Run(CancellationToken cancellationToken = default)
    {
        var result = Run(keepsSteps: false, cancellationToken);

        // Steps take far more time and memory than the test does, and are looked at where it failed.
        return _evaluation.KeepsTraces && result.Outcome is (RegoTestOutcome.Failed or RegoTestOutcome.Error)
            ? Run(keepsSteps: true, cancellationToken) with { Duration = result.Duration }
            : result;
    }

    private RegoTestResult Run(bool keepsSteps, CancellationToken cancellationToken)
    {
        var output = new StringBuilder();
        var start = _evaluation.Time.GetTimestamp();
        var trace = keepsSteps || _evaluation.Tracer is not null ? new TestTracer(keepsSteps, _evaluation.Tracer) : null;
        var reached = new List<RegoValue>();
        IReadOnlyList<RegoTestCase> cases = [];
        RegoEvaluationException? failure = null;
        var outcome = RegoTestOutcome.Skipped;
        try
        {
            if (!_rule.IsTodo)
            {
                var value = (keepsSteps ? _observed : _query).Value.Evaluate(RegoValue.Undefined, _evaluation.OptionsFor(output, trace, cancellationToken, reached.Add));
                cases = _rule.IsTable ? CasesOf(value, trace, reached) : [];
                var holds = cases.Count > 0 ? cases.All(@case => @case.Passed) : Holds(value, _rule.IsTable);
                outcome = holds ? RegoTestOutcome.Passed : RegoTestOutcome.Failed;
            }
        }
        catch (RegoEvaluationException error)
        {
            (outcome, failure) = (RegoTestOutcome.Error, error);
        }
        catch (RegoCompilationException error)
        {
            // The policy compiled; that the question for a test does not is the engine's fault, and that test's alone.
            (outcome, failure) = (RegoTestOutcome.Error, new RegoEvaluationException(error.Errors[0].Code, error.Errors[0].Message, error.Errors[0].Location));
        }

        return new RegoTestResult(Location, Package, Name, outcome, _evaluation.Time.GetElapsedTime(start), output.ToString(), failure)
        {
            Cases = cases,
            Stack = failure is null ? [] : StackTracer.Locate(failure, stack => _observed.Value.Evaluate(RegoValue.Undefined, _evaluation.OptionsFor(null, stack, cancellationToken))),
            Trace = keepsSteps ? trace!.Events : [],
        };
    }

    /// <summary>Whether a test's value is <c>true</c>; or, for a table of cases, each case's.</summary>
    private static bool Holds(RegoValue value, bool isTable) =>
        value == RegoBoolean.True || (isTable && value is RegoObject cases && cases.All(entry => Holds(entry.Value, isTable)));

    /// <summary>The cases of a table: as the steps tell, where those are told, else as they were reached.</summary>
    private static IReadOnlyList<RegoTestCase> CasesOf(RegoValue value, TestTracer? trace, List<RegoValue> reached) =>
        trace is null ? RegoTestCase.Of(reached.OfType<RegoArray>(), value) : RegoTestCase.Of(ReachedCase.In(trace.Events), value);
}
