using Rego.Builtins;
using Rego.Errors;
using Rego.Sources;
using Rego.Values;

namespace Rego.Tests.Builtins;

/// <summary>A context for direct calls: strict, with a fixed moment and bounds of its own.</summary>
internal sealed class BuiltinTestContext(string name = "f") : BuiltinContext
{
    private readonly Dictionary<string, object> _state = [];

    public long MaxSteps { get; init; } = 100_000_000;

    public long MaxBytes { get; init; } = 1L << 28;

    public long Steps { get; private set; }

    public long Bytes { get; private set; }

    public List<string> Output { get; } = [];

    /// <summary>2023-11-14T22:13:20.123456789Z.</summary>
    public override long NowNanoseconds => 1_700_000_000_123_456_789L;

    public override RegoObject Runtime => RegoObject.Empty;

    public override CancellationToken CancellationToken => CancellationToken.None;

    internal override SourceLocation Location => default;

    internal override void CheckTime()
    {
    }

    public override void Charge(long steps, long bytes = 0)
    {
        Steps += steps;
        Bytes += bytes;
        if (Steps > MaxSteps || Bytes > MaxBytes)
        {
            throw new RegoEvaluationException(DiagnosticCodes.EvalCancel, "budget");
        }
    }

    public override RegoValue Fail(string message) =>
        throw new RegoEvaluationException(DiagnosticCodes.EvalBuiltin, $"{name}: {message}");

    public override RegoValue FailType(string message) =>
        throw new RegoEvaluationException(DiagnosticCodes.EvalType, $"{name}: {message}");

    internal override object PrepareAny(string family, string key, Func<string, object> create) => create(key);

    public override T PerEvaluation<T>(string key, Func<string, T> create)
    {
        if (!_state.TryGetValue(key, out var value))
        {
            value = create(key);
            _state[key] = value;
        }

        return (T)value;
    }

    public override void Emit(BuiltinOutput kind, string text) => Output.Add($"{kind}: {text}");
}
