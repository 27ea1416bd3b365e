using Rego.Builtins;
using Rego.Errors;
using Rego.Evaluation.Calls;
using Rego.Networking;
using Rego.Sources;
using Rego.Values;

namespace Rego.Evaluation;

/// <content>What built-in functions see, and the one place that calls them.</content>
internal sealed partial class EvaluationContext
{
    private static readonly long UnixEpochTicks = DateTimeOffset.UnixEpoch.UtcTicks;

    private readonly PreparedCache _prepared;
    private readonly NetworkAccess _network;
    private Dictionary<(Type, string), object>? _state;
    private CancellationTokenSource? _end;
    private BuiltinCallSite _site = null!;
    private long _now;

    /// <inheritdoc/>
    public override long NowNanoseconds
    {
        get
        {
            if (_now == 0)
            {
                _now = (_options.Time.GetUtcNow().UtcTicks - UnixEpochTicks) * TimeSpan.NanosecondsPerTick;
            }

            return _now;
        }
    }

    /// <inheritdoc/>
    public override RegoObject Runtime => _options.Runtime;

    /// <inheritdoc/>
    public override CancellationToken CancellationToken => (_end ??= Budget.CreateEnd()).Token;

    /// <inheritdoc/>
    internal override SourceLocation Location => _site.Location;

    /// <inheritdoc/>
    internal override void CheckTime() => Budget.CheckTime();

    /// <inheritdoc/>
    internal override NetworkAccess Network => _network;

    /// <inheritdoc/>
    public override void Charge(long steps, long bytes = 0) => Budget.Charge(steps, bytes);

    /// <inheritdoc/>
    public override RegoValue Fail(string message) => Fail(DiagnosticCodes.EvalBuiltin, message);

    /// <inheritdoc/>
    public override RegoValue FailType(string message) => Fail(DiagnosticCodes.EvalType, message);

    /// <inheritdoc/>
    internal override object PrepareAny(string family, string key, Func<string, object> create) => _site.Prepare(_prepared, family, key, create);

    /// <inheritdoc/>
    public override T PerEvaluation<T>(string key, Func<string, T> create)
    {
        _state ??= [];
        if (!_state.TryGetValue((typeof(T), key), out var value))
        {
            value = create(key);
            _state.Add((typeof(T), key), value);
        }

        return (T)value;
    }

    /// <inheritdoc/>
    public override void Emit(BuiltinOutput kind, string text)
    {
        if (kind == BuiltinOutput.Print)
        {
            _options.Print?.Invoke(text);
        }
        else if (_options.Tracer is not null)
        {
            Trace.Note(text, _site.Location);
        }
    }

    /// <inheritdoc/>
    internal override void TellTestCase(RegoValue parts) => _options.TestCase?.Invoke(parts);

    internal RegoValue Call(BuiltinCallSite site, Builtin0 function)
    {
        Begin(site);
        return function(this);
    }

    internal RegoValue Call(BuiltinCallSite site, Builtin1 function, RegoValue a)
    {
        if (!a.IsDefined)
        {
            return RegoValue.Undefined;
        }

        Begin(site);
        Budget.ChargeFor(a);
        return function(this, a);
    }

    internal RegoValue Call(BuiltinCallSite site, Builtin2 function, RegoValue a, RegoValue b)
    {
        if (!a.IsDefined || !b.IsDefined)
        {
            return RegoValue.Undefined;
        }

        Begin(site);
        Budget.ChargeFor(a);
        Budget.ChargeFor(b);
        return function(this, a, b);
    }

    internal RegoValue Call(BuiltinCallSite site, Builtin3 function, RegoValue a, RegoValue b, RegoValue c)
    {
        if (!a.IsDefined || !b.IsDefined || !c.IsDefined)
        {
            return RegoValue.Undefined;
        }

        Begin(site);
        Budget.ChargeFor(a);
        Budget.ChargeFor(b);
        Budget.ChargeFor(c);
        return function(this, a, b, c);
    }

    internal RegoValue Call(BuiltinCallSite site, BuiltinN function, ReadOnlySpan<RegoValue> operands)
    {
        foreach (var operand in operands)
        {
            if (!operand.IsDefined)
            {
                return RegoValue.Undefined;
            }

            Budget.ChargeFor(operand);
        }

        Begin(site);
        return function(this, operands);
    }

    private void Begin(BuiltinCallSite site)
    {
        Budget.Step();
        _site = site;
    }

    private RegoValue Fail(string code, string message)
    {
        if (_fixedDepth > 0)
        {
            _hasFixedErrors = true;
        }
        else if (_options.ShowsBuiltinErrors)
        {
            var error = new RegoEvaluationException(code, $"{_site.Builtin.Name}: {message}", _site.Location);
            _options.BuiltinError?.Invoke(error);
            return _options.StrictBuiltinErrors ? throw error : RegoValue.Undefined;
        }

        return RegoValue.Undefined;
    }
}
