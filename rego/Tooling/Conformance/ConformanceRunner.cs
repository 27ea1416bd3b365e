using Rego.Diagnostics;
using Rego.Errors;
using Rego.Networking;
using Rego.Options;
using Rego.Tracing;

namespace Rego.Tooling.Conformance;

/// <summary>Runs conformance cases and compares as OPA's own runner does. Thread-safe.</summary>
/// <param name="options">How cases are compiled; the defaults where null.</param>
/// <param name="limits">The bounds of each evaluation; the defaults where null.</param>
/// <param name="newTracer">Makes an observer for each evaluation, where the cases are compiled to be observed; null for none.</param>
public sealed class ConformanceRunner(RegoCompilerOptions? options = null, EvaluationLimits? limits = null, Func<IEvaluationTracer>? newTracer = null)
{
    /// <summary>Cases may ask this machine for its own name, and nothing else outside.</summary>
    internal static readonly RegoCompilerOptions DefaultOptions = new()
    {
        AllowDataConflicts = true,
        Builtins = ConformanceBuiltins.Registry,
        Network = new NetworkAccess { Names = ["localhost"] },
    };

    private readonly RegoCompiler _compiler = new(options ?? DefaultOptions);
    private readonly EvaluationLimits _limits = limits ?? EvaluationLimits.Default;

    /// <summary>Runs one case. Never throws for what the engine does wrong; that is in the outcome.</summary>
    public ConformanceOutcome Run(ConformanceCase @case)
    {
        try
        {
            return new ConformanceOutcome(@case, Evaluate(@case));
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return new ConformanceOutcome(@case, $"crashed: {failure}");
        }
    }

    private string? Evaluate(ConformanceCase @case)
    {
        try
        {
            var compiled = _compiler.Compile(@case.Modules.Select((text, i) => new RegoSource($"test-{i}.rego", text)), @case.Data);
            var query = compiled.GetPolicyOrThrow().Prepare(@case.Query);
            var solutions = query.EvaluateBindings(@case.Input, new EvaluationOptions { Limits = _limits, StrictBuiltinErrors = @case.IsStrict, Tracer = newTracer?.Invoke() });
            return ConformanceComparison.OfResult(@case, solutions);
        }
        catch (RegoCompilationException failure)
        {
            return ConformanceComparison.OfErrors(@case, failure.Errors);
        }
        catch (RegoEvaluationException failure)
        {
            return ConformanceComparison.OfErrors(@case, [new Diagnostic(failure.Code, failure.Message, failure.Location)]);
        }
    }
}
