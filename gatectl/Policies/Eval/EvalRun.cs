using Gatectl.CommandLine;
using Gatectl.Policies.Queries;
using Rego;
using Rego.Diagnostics;
using Rego.Errors;
using Rego.Loading;
using Rego.Networking;
using Rego.Options;
using Rego.Tracing;
using Rego.Values;

namespace Gatectl.Policies.Eval;

/// <summary>Evaluates as a command line asks for it; what goes wrong with policy or query is a part of the output.</summary>
internal sealed class EvalRun
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(10);

    private readonly CommandContext _context;
    private readonly PolicyEvalOptions _options;
    private readonly QuerySession _session;
    private readonly string _query;
    private readonly RegoValue _input;
    private readonly RegoSchemas? _schemas;

    /// <summary>Reads what the evaluation needs besides the policy.</summary>
    /// <exception cref="PolicyFailureException">Some of it cannot be read.</exception>
    internal EvalRun(CommandContext context, PolicyEvalOptions options)
    {
        _context = context;
        _options = options;
        _session = new QuerySession(context, options.Query)
        {
            Compiler = new RegoCompilerOptions { Network = NetworkAccess.Nowhere, Strict = context.Value(options.Strict), Capabilities = PolicyCapabilities.Load(context, options.Capabilities) },
        };
        _query = _session.ReadQuery();
        CheckEntrypoints();
        _input = _session.ReadInput();
        _schemas = LoadSchemas();
        if (context.Value(options.StrictErrors) && context.Value(options.ShowErrors))
        {
            throw new PolicyFailureException("cannot use --show-builtin-errors with --strict-builtin-errors, --strict-builtin-errors will return the first built-in error encountered immediately");
        }
    }

    /// <summary>Evaluates as many times as asked for; the first result is shown.</summary>
    internal EvalOutput Evaluate(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_context.Value(_options.Timeout) is { Ticks: > 0 } given ? given : DefaultTimeout);
        var outputs = Enumerable.Range(0, Math.Max(1, _context.Value(_options.Count))).Select(_ => EvaluateOnce(timeout.Token)).ToList();
        var showsMetrics = _context.Value(_options.Metrics) || _context.Value(_options.Instrument) || EvalObservation.WantsProfile(_context, _options);
        return outputs.Count == 1
            ? outputs[0] with { Metrics = showsMetrics ? outputs[0].Metrics : null }
            : outputs[0] with
            {
                Metrics = null,
                Profile = null,
                AggregatedMetrics = showsMetrics ? Aggregate(outputs) : outputs[0].AggregatedMetrics,
                AggregatedProfile = outputs[0].Profile is null ? [] : AggregatedProfile.Of([.. outputs.Select(output => output.Profile!)]),
            };
    }

    private EvalOutput EvaluateOnce(CancellationToken cancellationToken)
    {
        var metrics = new PolicyMetrics();
        var observation = new EvalObservation(_context, _options);
        var shown = new List<PolicyError>();
        var output = new EvalOutput { Metrics = metrics };
        try
        {
            var prepared = _session.Prepare(_query, _schemas, metrics, isInstrumented: observation.Tracer is not null);
            if (_context.Value(_options.Query.Target) == PolicyTarget.Wasm)
            {
                return output with { Errors = [WasmError()] };
            }

            var options = OptionsFor(observation, shown, cancellationToken);
            output = output with { Expressions = prepared.Expressions, Solutions = metrics.Measure(PolicyMetrics.EvaluateQuery, () => prepared.Evaluate(_input, options)), Errors = shown };
        }
        catch (RegoEvaluationException failure)
        {
            output = output with { Errors = [PolicyError.Of(failure, observation.Tracer is null ? StackOf(failure, cancellationToken) : observation.Stack), .. shown] };
        }
        catch (Exception failure) when (failure is not PolicyFailureException && PolicyError.AllOf(failure) is { } errors)
        {
            output = output with { Errors = [.. errors, .. shown] };
        }

        return output with
        {
            HarmlessErrors = shown.Count,
            Explanation = observation.Explanation,
            Profile = observation.Profile is { } profile ? ProfileOrder.Choose(profile, _context.Value(_options.ProfileSort) ?? [], _context.Value(_options.ProfileLimit)) : null,
            Coverage = observation.CoverageOf(_session.Modules),
        };
    }

    private IReadOnlyList<StackFrame> StackOf(RegoEvaluationException failure, CancellationToken cancellationToken) => StackTracer.Locate(failure, stack =>
        _session.Prepare(_query, _schemas, new PolicyMetrics(), isInstrumented: true).Evaluate(_input, OptionsFor(stack, null, null, cancellationToken)));

    private EvaluationOptions OptionsFor(EvalObservation observation, List<PolicyError> shown, CancellationToken cancellationToken) => OptionsFor(
        observation.Tracer,
        _context.Value(_options.ShowErrors) ? error => shown.Add(PolicyError.Of(error, observation.Stack)) : null,
        line => _context.Output.Notice(PolicyText.Escape(line)),
        cancellationToken);

    private EvaluationOptions OptionsFor(IEvaluationTracer? tracer, Action<RegoEvaluationException>? shown, Action<string>? print, CancellationToken cancellationToken) => new()
    {
        Limits = EvaluationLimits.Default with { Timeout = TimeSpan.MaxValue, MaxSteps = long.MaxValue },
        Time = _context.Environment.Time,
        StrictBuiltinErrors = _context.Value(_options.StrictErrors),
        BuiltinError = shown,
        Print = print,
        Runtime = PolicyRuntime.Value,
        Tracer = tracer,
        CancellationToken = cancellationToken,
    };

    private static SortedDictionary<string, SortedDictionary<string, double>> Aggregate(IReadOnlyList<EvalOutput> outputs)
    {
        var aggregated = new SortedDictionary<string, SortedDictionary<string, double>>(StringComparer.Ordinal);
        foreach (var timer in outputs[0].Metrics!.Timers.Keys)
        {
            aggregated[timer] = MetricStatistics.Of([.. outputs.Select(output => output.Metrics!.Timers.GetValueOrDefault(timer))]);
        }

        return aggregated;
    }

    private static PolicyError WasmError() => PolicyError.Plain("engine not found") with
    {
        Explanation = string.Join(
            '\n',
            "WebAssembly runtime not supported in this build.",
            new string('-', 82),
            "Please download an OPA binary with Wasm enabled from",
            "https://www.openpolicyagent.org/docs/latest/#running-opa",
            "or build it yourself (with Wasm enabled).",
            new string('-', 82)),
    };

    private RegoSchemas? LoadSchemas()
    {
        try
        {
            return PolicySchemas.Load(_context, _options.Query.Schema);
        }
        catch (PolicyLoadException failure)
        {
            throw new PolicyFailureException(DiagnosticText.Describe(failure.Diagnostics, "during loading"), failure);
        }
    }

    private void CheckEntrypoints()
    {
        if (_context.Value(_options.Optimize) > 0 && _context.Value(_options.Entrypoints) is not { Length: > 0 })
        {
            throw new PolicyFailureException("bundle optimizations require at least one entrypoint");
        }
    }
}
