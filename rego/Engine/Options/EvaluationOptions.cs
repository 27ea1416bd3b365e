using Rego.Errors;
using Rego.Tracing;
using Rego.Values;

namespace Rego.Options;

/// <summary>How one evaluation runs.</summary>
public sealed class EvaluationOptions
{
    /// <value>The bounds.</value>
    public required EvaluationLimits Limits { get; init; }

    /// <value>The clock that <c>time.now_ns</c> reads, once an evaluation.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <value>Whether a failing built-in call ends the evaluation instead of being undefined.</value>
    public bool StrictBuiltinErrors { get; init; }

    /// <value>Receives the errors of built-in calls that do not end the evaluation; null drops them.</value>
    public Action<RegoEvaluationException>? BuiltinError { get; init; }

    /// <value>Receives what <c>print</c> writes; null drops it.</value>
    public Action<string>? Print { get; init; }

    /// <value>What <c>opa.runtime</c> answers.</value>
    public RegoObject Runtime { get; init; } = RegoObject.Empty;

    /// <value>Sees the steps of the evaluation, where the policy was compiled with <see cref="RegoCompilerOptions.IsInstrumented"/>; null for nobody.</value>
    public IEvaluationTracer? Tracer { get; init; }

    /// <summary>Receives the name's parts of each case that a table of tests reaches, where the policy is not observed; null drops them.</summary>
    internal Action<RegoValue>? TestCase { get; init; }

    /// <summary>Whether the errors of built-in calls matter, so that no value may be taken that was computed before in spite of one.</summary>
    internal bool ShowsBuiltinErrors => StrictBuiltinErrors || BuiltinError is not null;

    /// <value>Ends the evaluation from outside, with <c>eval_cancel_error</c>.</value>
    public CancellationToken CancellationToken { get; init; }
}
