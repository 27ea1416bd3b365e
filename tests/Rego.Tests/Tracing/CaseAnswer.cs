using Rego.Diagnostics;
using Rego.Errors;
using Rego.Options;
using Rego.Tooling.Conformance;
using Rego.Tracing;

namespace Rego.Tests.Tracing;

/// <summary>What a conformance case gives, whatever it wants, as text.</summary>
internal static class CaseAnswer
{
    private const int MaxEvents = 200_000;

    /// <summary>The solutions, or the errors with their codes, places and messages.</summary>
    internal static string Of(ConformanceCase @case, RegoCompilerOptions compilation)
    {
        try
        {
            var modules = @case.Modules.Select((text, i) => new RegoSource($"test-{i}.rego", text));
            var query = new RegoCompiler(compilation).Compile(modules, @case.Data).GetPolicyOrThrow().Prepare(@case.Query);
            return string.Join("; ", query.EvaluateBindings(@case.Input, OptionsOf(@case, compilation.IsInstrumented)));
        }
        catch (RegoCompilationException failure)
        {
            return failure.Message;
        }
        catch (RegoEvaluationException failure)
        {
            return new Diagnostic(failure.Code, failure.Message, failure.Location).ToString();
        }
    }

    private static EvaluationOptions OptionsOf(ConformanceCase @case, bool isObserved) => new()
    {
        Limits = EvaluationLimits.Default,
        StrictBuiltinErrors = @case.IsStrict,
        Time = new StoppedClock(),
        Tracer = isObserved ? new BufferTracer(MaxEvents) : null,
    };

    /// <summary>Both evaluations are at the same moment.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddYears(50);
    }
}
