using System.CommandLine;
using Gatectl.CommandLine;
using Gatectl.Policies.Arguments;
using Rego.Options;
using Rego.Testing;
using Rego.Tooling.Reports;
using Rego.Tracing;

namespace Gatectl.Policies.Test;

/// <summary>What a run of tests shows beside the results: why tests fail, and what they cover.</summary>
internal sealed class TestObservation
{
    private const double MaxThreshold = 100;

    private static readonly Option<TestExplainMode> Explain = PolicyOption.Choice("--explain", "Which steps of failing tests are shown; as --verbose besides.", TestExplainMode.Fails);
    private static readonly Option<bool> VarValues = PolicyOption.Switch("--var-values", "Show the values in the statements at which tests fail.");
    private static readonly Option<bool> Coverage = PolicyOption.Switch("--coverage", "Report what the tests cover, as JSON.", "-c");
    private static readonly Option<double> LeastShare = PolicyOption.Decimal("--threshold", "The least share of lines, of 100, that the tests must cover; as --coverage besides.", 0);

    private readonly CoverageTracer? _coverage;
    private readonly ExplainMode _mode;
    private readonly bool _isExplicit;

    /// <summary>Reads the options.</summary>
    /// <param name="context">The command line.</param>
    /// <param name="isVerbose">Whether all tests are listed.</param>
    /// <exception cref="PolicyFailureException">The threshold is no share.</exception>
    internal TestObservation(CommandContext context, bool isVerbose)
    {
        _isExplicit = context.IsGiven(Explain);
        _mode = ModeOf(context.Value(Explain));
        IsVerbose = isVerbose || _isExplicit;
        ShowsValues = context.Value(VarValues);
        Threshold = ReadThreshold(context);
        _coverage = context.Value(Coverage) || Threshold > 0 ? new CoverageTracer() : null;
    }

    internal static Symbol[] Symbols => [Explain, VarValues, Coverage, LeastShare];

    /// <summary>Whether all tests are listed, and the steps of those that fail.</summary>
    internal bool IsVerbose { get; }

    /// <summary>Whether the values are shown at which tests fail.</summary>
    internal bool ShowsValues { get; }

    /// <summary>The least share of lines that must be covered, of 100.</summary>
    internal double Threshold { get; }

    /// <summary>Notes what is covered; null where that is not asked for.</summary>
    internal CoverageTracer? Covered => _coverage;

    /// <summary>A runner that observes what has to be shown.</summary>
    internal RegoTestRunner RunnerFor(RegoCompilerOptions options, EvaluationLimits limits, TimeProvider time) =>
        new(options with { SplitsTestEqualities = ShowsValues }, limits, time)
        {
            KeepsTraces = _coverage is null && (IsVerbose || ShowsValues),
            Tracer = _coverage,
        };

    /// <summary>The steps of a test that are shown.</summary>
    internal IReadOnlyList<TraceEvent> Choose(IReadOnlyList<TraceEvent> trace) =>
        _isExplicit || !IsVerbose ? Explanations.Choose(_mode, trace) : TraceFilter.NotesAndFails(trace);

    private static ExplainMode ModeOf(TestExplainMode mode) => mode switch
    {
        TestExplainMode.Full => ExplainMode.Full,
        TestExplainMode.Notes => ExplainMode.Notes,
        TestExplainMode.Debug => ExplainMode.Debug,
        _ => ExplainMode.Fails,
    };

    private static double ReadThreshold(CommandContext context) => context.Value(LeastShare) is >= 0 and <= MaxThreshold and var threshold
        ? threshold
        : throw new PolicyFailureException("Code coverage threshold must be between 0 and 100");
}
