using Rego.Tracing;
using Rego.Values;

namespace Rego.Evaluation.Tracing;

/// <summary>
/// One call of a function or one computation of a rule with one value, instrumented: what follows the call runs inside it, with
/// its first solution, as in OPA; so the trace of the rule goes on when what follows has come back.
/// </summary>
internal sealed class TracedActivation
{
    internal const string EarlyMessage = "early";

    private readonly EvaluationContext _context;
    private readonly EvaluationTrace _trace;
    private readonly TracedDefinitions _definitions;
    private readonly TracedContinuation _continuation;
    private readonly TraceQuery _caller;
    private readonly Action<RegoValue> _remember;
    private RegoValue? _branchResult;
    private ConflictingValues? _conflict;
    private TracedBranch? _resultBranch;

    internal TracedActivation(EvaluationContext context, TracedDefinitions definitions, TracedContinuation continuation, Action<RegoValue> remember)
    {
        _context = context;
        _trace = context.Trace;
        _definitions = definitions;
        _continuation = continuation;
        _caller = _trace.Current;
        _remember = remember;
    }

    /// <summary>The operands of a function.</summary>
    internal RegoValue[] Operands { get; init; } = [];

    /// <summary>What follows the call.</summary>
    internal TracedContinuation Continuation => _continuation;

    /// <summary>The first value, or null.</summary>
    internal RegoValue? Result { get; private set; }

    private bool IsEarly { get; set; }

    /// <summary>Tries the definitions.</summary>
    /// <returns>True where no further solution is wanted by whoever follows.</returns>
    internal bool Run(TracedSelection selection)
    {
        _context.Enter();
        IsEarly = selection.IsEarly;
        EarlyExit? deferred = null;
        foreach (var chain in selection.Chains)
        {
            if (RunChain(chain, ref deferred))
            {
                return Stop();
            }
        }

        ThrowOnConflict();
        if (_definitions.Default is { } fallback && Result is null && RunBranch(fallback))
        {
            return Stop();
        }

        _trace.Pending = deferred;
        return deferred is null ? Leave(stop: false) : Stop();
    }

    /// <summary>Takes a solution of a branch.</summary>
    internal bool Yield(Frame frame, TracedBranch branch, TracePoint point, RegoValue value)
    {
        _trace.Emit(TraceOperation.Exit, point, frame, IsEarly ? EarlyMessage : string.Empty);
        _branchResult = value;
        if (Result is not null && !Result.Equals(value))
        {
            _conflict ??= new ConflictingValues(Result, _resultBranch!.Rule.Location);
            _conflict.Add(value, branch.Rule.Location);
            if (!_continuation.IsCall)
            {
                ThrowOnConflict();
            }

            return true;
        }

        var isFirst = Result is null;
        if (isFirst)
        {
            Result = value;
            _resultBranch = branch;
            _remember(value);
        }

        if (isFirst && !(_continuation.MustHold && value == RegoBoolean.False) && Continue(value))
        {
            return true;
        }

        if (!(isFirst && _continuation.MustHold && value == RegoBoolean.False))
        {
            _trace.Emit(TraceOperation.Redo, point, frame);
        }

        return EndSolution();
    }

    private bool RunChain(TracedBranch[] chain, ref EarlyExit? deferred)
    {
        foreach (var branch in chain)
        {
            if (RunBranch(branch))
            {
                if (_conflict is not null)
                {
                    return false;
                }

                if (_trace.Pending is not { IsDeferred: true } exit)
                {
                    return true;
                }

                deferred ??= exit;
                _trace.Pending = null;
            }

            if (_branchResult is not null)
            {
                return false;
            }
        }

        return false;
    }

    private bool RunBranch(TracedBranch branch)
    {
        var frame = _context.Rent(_definitions.Unit);
        frame.States[0] = this;
        Operands.CopyTo(frame.Slots);
        _branchResult = null;
        _trace.Current = _caller;
        _trace.Open();
        _trace.Emit(TraceOperation.Enter, branch.Enter, frame);
        var stop = branch.Entry.Execute(frame);
        _trace.Current = _caller;
        _context.Return(_definitions.Unit, frame);
        return stop;
    }

    private bool Continue(RegoValue value)
    {
        var inner = _trace.Current;
        _trace.Current = _caller;
        _context.Leave();
        var stop = _continuation.Run(value);
        _context.Enter();
        _trace.Current = inner;
        if (stop && _trace.Pending is { } exit)
        {
            _trace.Pending = new EarlyExit(!IsEarly, exit);
        }

        return stop;
    }

    private bool EndSolution()
    {
        if (IsEarly)
        {
            _trace.Pending = new EarlyExit(IsDeferred: false, null);
        }

        return IsEarly;
    }

    /// <summary>Ends with the exit that unwinds: the rule's own part of it is done.</summary>
    private bool Stop()
    {
        if (_trace.Pending is not { } exit)
        {
            return Leave(stop: true);
        }

        _trace.Pending = exit.Previous;
        return Leave(exit.Previous is not null);
    }

    private bool Leave(bool stop)
    {
        _context.Leave();
        return stop;
    }

    private void ThrowOnConflict()
    {
        if (_conflict is not null)
        {
            throw _conflict.ToException(_definitions.Name);
        }
    }
}
