using Gatectl.CommandLine;
using Rego;
using Rego.Tooling.Reports;
using Rego.Tracing;

namespace Gatectl.Policies.Eval;

/// <summary>What one evaluation shows beside its result: its steps, what it costs and covers, and where its errors are.</summary>
internal sealed class EvalObservation
{
    private readonly ExplainMode _mode;
    private readonly BufferTracer? _steps;
    private readonly ProfileTracer? _profile;
    private readonly CoverageTracer? _coverage;
    private readonly StackTracer? _stack;

    /// <summary>Reads the options.</summary>
    internal EvalObservation(CommandContext context, PolicyEvalOptions options)
    {
        _mode = context.Value(options.Explain);
        _steps = _mode == ExplainMode.Off ? null : new BufferTracer();
        _profile = WantsProfile(context, options) ? new ProfileTracer(context.Environment.Time) : null;
        _coverage = context.Value(options.Coverage) ? new CoverageTracer() : null;
        var tracers = new IEvaluationTracer?[] { _steps, _profile, _coverage }.OfType<IEvaluationTracer>().ToList();
        if (tracers.Count > 0 || context.Value(options.StrictErrors) || context.Value(options.ShowErrors))
        {
            _stack = new StackTracer();
            Tracer = new TracerGroup([.. tracers, _stack]);
        }
    }

    /// <value>Sees the evaluation; null where nothing of it is shown.</value>
    internal IEvaluationTracer? Tracer { get; }

    /// <value>The steps to show.</value>
    internal IReadOnlyList<TraceEvent> Explanation => _steps is null ? [] : Explanations.Choose(_mode, _steps.Events);

    /// <value>What the statements cost; null where that is not asked for.</value>
    internal IReadOnlyList<StatementProfile>? Profile => _profile?.Report();

    /// <value>Where the evaluation is now; empty where that is not known.</value>
    internal IReadOnlyList<StackFrame> Stack => _stack?.Capture() ?? [];

    /// <summary>What was covered; null where that is not asked for.</summary>
    internal CoverageReport? CoverageOf(IEnumerable<RegoSource> modules) => _coverage?.Report(modules);

    /// <summary>How a profile is to be shown asks for one, too.</summary>
    internal static bool WantsProfile(CommandContext context, PolicyEvalOptions options) =>
        context.Value(options.Profile) || context.IsGiven(options.ProfileSort) || context.IsGiven(options.ProfileLimit);
}
