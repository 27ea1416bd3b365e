using System.CommandLine;
using System.Globalization;
using Gatectl.CommandLine;
using Gatekeeper.Rego;
using Gatekeeper.Rego.Testing;

namespace Gatectl.Policies.Test;

/// <summary>What a run of tests shows beside the results: why tests fail, and what they cover.</summary>
internal sealed class TestObservation
{
    private const double MaxThreshold = 100;

    private static readonly Option<ExplainMode> Explain = new("--explain")
    {
        Description = "Which steps of failing tests are shown; as --verbose besides.",
        HelpName = "fails|full|notes|debug",
    };

    private static readonly Option<bool> VarValues = new("--var-values") { Description = "Show the values in the statements at which tests fail." };
    private static readonly Option<bool> Coverage = new("--coverage", "-c") { Description = "Report what the tests cover, as JSON." };
    private static readonly Option<string> ThresholdText = new("--threshold")
    {
        Description = "The least share of lines, of 100, that the tests must cover; as --coverage besides.",
        HelpName = "PERCENT",
        DefaultValueFactory = _ => "0",
    };

    private readonly CoverageTracer? _coverage;
    private readonly ExplainMode _mode;
    private readonly bool _isExplicit;

    /// <summary>Reads the options.</summary>
    /// <param name="context">The command line.</param>
    /// <param name="isVerbose">Whether all tests are listed.</param>
    /// <exception cref="PolicyFailureException">The threshold is no share.</exception>
    internal TestObservation(CommandContext context, bool isVerbose)
    {
        _mode = context.Value(Explain);
        _isExplicit = _mode != ExplainMode.Off;
        IsVerbose = isVerbose || _isExplicit;
        ShowsValues = context.Value(VarValues);
        Threshold = ReadThreshold(context);
        _coverage = context.Value(Coverage) || Threshold > 0 ? new CoverageTracer() : null;
    }

    internal static Symbol[] Symbols => [Explain, VarValues, Coverage, ThresholdText];

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
        _isExplicit || !IsVerbose ? Explanations.Choose(_isExplicit ? _mode : ExplainMode.Fails, trace) : TraceFilter.NotesAndFails(trace);

    private static double ReadThreshold(CommandContext context) =>
        double.TryParse(context.Value(ThresholdText), NumberStyles.Float, CultureInfo.InvariantCulture, out var threshold) && threshold is >= 0 and <= MaxThreshold
            ? threshold
            : throw new PolicyFailureException("Code coverage threshold must be between 0 and 100");
}
