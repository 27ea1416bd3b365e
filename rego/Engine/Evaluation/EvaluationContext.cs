using System.Runtime.CompilerServices;
using Rego.Builtins;
using Rego.Errors;
using Rego.Evaluation.Documents;
using Rego.Evaluation.Rules;
using Rego.Evaluation.Tracing;
using Rego.Networking;
using Rego.Options;
using Rego.Values;

namespace Rego.Evaluation;

/// <summary>All mutable state of one evaluation. Pooled; used by one thread at a time.</summary>
internal sealed partial class EvaluationContext : BuiltinContext
{
    private readonly Budget _mainBudget = new();
    private readonly Budget _fixedBudget = new();
    private readonly EvaluationScope _root = new();
    private ElementIndex?[] _indexes = [];
    private Frame?[] _frames = [];
    private EvaluationScope? _freeScopes;
    private EvaluationTrace? _trace;
    private EvaluationOptions _options = null!;
    private int _depth;
    private int _fixedDepth;
    private bool _isFixedBudgetStarted;
    private bool _hasFixedErrors;

    internal EvaluationContext(RegoObject data, PreparedCache prepared, NetworkAccess network)
    {
        _data = data;
        _prepared = prepared;
        _network = network;
        Budget = _mainBudget;
        Scope = _root;
    }

    private readonly RegoObject _data;

    /// <summary>What counts now: the evaluation's own budget, or that of a value computed for the whole policy.</summary>
    internal Budget Budget { get; private set; }

    /// <summary>The view of documents and functions.</summary>
    internal EvaluationScope Scope { get; set; }

    /// <summary>The options of the evaluation.</summary>
    internal EvaluationOptions Options => _options;

    /// <summary>What an instrumented plan has in hand; made when one first runs.</summary>
    internal EvaluationTrace Trace => _trace ??= new EvaluationTrace();

    /// <summary>Begins an evaluation.</summary>
    internal void Start(RegoValue input, EvaluationOptions options)
    {
        _options = options;
        _depth = 0;
        _now = 0;
        _isFixedBudgetStarted = false;
        (_fixedDepth, _hasFixedErrors) = (0, false);
        Budget = _mainBudget;
        Scope = _root;
        _root.Input = input;
        _root.Data = _data;
        _mainBudget.Start(options);
    }

    /// <summary>Ends an evaluation that came to its end; after an error the context is dropped instead.</summary>
    internal void Finish()
    {
        _root.Clear();
        _state?.Clear();
        _end?.Dispose();
        _end = null;
        _options = null!;
    }

    /// <summary>
    /// What stands at a path below <c>data</c> without what rules say. At and below what a <c>with</c> has replaced, keys are
    /// found by their value; elsewhere by their text, and what was put below is joined to the base document.
    /// </summary>
    internal RegoValue Resolve(ReadOnlySpan<RegoValue> path)
    {
        var scope = Scope;
        if (scope.ReplacedPaths is null)
        {
            return BaseData.Walk(scope.Data, path);
        }

        var replacement = Reference.Walk(scope.Replacement, path);
        if (scope.IsReplaced(path))
        {
            return replacement;
        }

        var data = BaseData.Walk(scope.Data, path);
        if (replacement.IsDefined)
        {
            Budget.ChargeFor(data);
        }

        return DocumentMerge.Join(replacement, data);
    }

    /// <summary>A frame for one activation of a unit.</summary>
    internal Frame Rent(CodeUnit unit)
    {
        if (unit.Id >= _frames.Length)
        {
            Array.Resize(ref _frames, Math.Max(unit.Id + 1, _frames.Length * 2));
        }

        var frame = _frames[unit.Id];
        if (frame is null)
        {
            return new Frame(this, unit);
        }

        _frames[unit.Id] = frame.NextFree;
        return frame;
    }

    /// <summary>Takes a frame back.</summary>
    internal void Return(CodeUnit unit, Frame frame)
    {
        frame.Result = null;
        frame.ResultBody = null;
        frame.Conflict = null;
        frame.NextFree = _frames[unit.Id];
        _frames[unit.Id] = frame;
    }

    /// <summary>Goes one level deeper: into a rule or a function.</summary>
    internal void Enter()
    {
        Budget.Step();
        if (++_depth > _options.Limits.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new RegoEvaluationException(DiagnosticCodes.EvalCancel, "evaluation stopped: rules and calls are nested too deeply");
        }
    }

    /// <summary>Comes back from <see cref="Enter"/>.</summary>
    internal void Leave() => _depth--;

    /// <summary>The index of a collection that a node asks, or null the first time.</summary>
    internal ElementIndex? FindIndex(int node, RegoValue source, ReadOnlySpan<RegoValue> values, RegoValue[] path)
    {
        if (node >= _indexes.Length)
        {
            Array.Resize(ref _indexes, Math.Max(node + 1, _indexes.Length * 2));
        }

        var index = _indexes[node] ??= new ElementIndex();
        return index.Ask(this, source, values, path) ? index : null;
    }

    /// <summary>Opens a view below the present one and makes it the present one.</summary>
    internal EvaluationScope PushScope()
    {
        var scope = _freeScopes ?? new EvaluationScope();
        _freeScopes = scope.NextFree;
        scope.NextFree = null;
        scope.Open(Scope);
        Scope = scope;
        return scope;
    }

    /// <summary>Closes a view; the one around it is the present one again.</summary>
    internal void PopScope(EvaluationScope scope)
    {
        Scope = scope.Parent!;
        scope.Clear();
        scope.NextFree = _freeScopes;
        _freeScopes = scope;
    }

    /// <summary>
    /// Computes a value that holds for the whole policy, apart from this evaluation: without its input and within a budget
    /// that all such values of one evaluation share. Failing built-in calls are undefined in it, and that is remembered.
    /// </summary>
    /// <returns>The value, or null where it has an error that only the rules that need it may report.</returns>
    internal FixedValue? ComputeFixed(RulePlan rule)
    {
        var (budget, scope, depth, hadErrors) = (Budget, Scope, _depth, _hasFixedErrors);
        Budget = StartedFixedBudget();
        var view = PushScope();
        view.Input = RegoValue.Undefined;
        _fixedDepth++;
        _hasFixedErrors = false;
        try
        {
            return new FixedValue(rule.Compute(this), _hasFixedErrors);
        }
        catch (RegoEvaluationException error) when (error.Code != DiagnosticCodes.EvalCancel)
        {
            // Which of its calls would have failed, too, is not known.
            _hasFixedErrors = true;
            return null;
        }
        finally
        {
            Scope = view;
            PopScope(view);
            _fixedDepth--;
            (Budget, Scope, _depth, _hasFixedErrors) = (budget, scope, depth, hadErrors || (_fixedDepth > 0 && _hasFixedErrors));
        }
    }

    /// <summary>
    /// Whether a value with errors in it may be taken. A value that is computed for the whole policy takes it, and has them as well.
    /// </summary>
    internal bool MayPassOverErrors()
    {
        if (_fixedDepth == 0)
        {
            return !_options.ShowsBuiltinErrors;
        }

        _hasFixedErrors = true;
        return true;
    }

    /// <summary>A rule's member, or null where it has an error that may not concern what is asked below it.</summary>
    internal RegoValue? TryGetMember(RulePlan rule, RegoValue key)
    {
        var (scope, depth) = (Scope, _depth);
        try
        {
            return rule.GetMember(this, key);
        }
        catch (RegoEvaluationException error) when (error.Code != DiagnosticCodes.EvalCancel)
        {
            (Scope, _depth) = (scope, depth);
            return null;
        }
    }

    private Budget StartedFixedBudget()
    {
        if (!_isFixedBudgetStarted)
        {
            _fixedBudget.Start(_options);
            _isFixedBudgetStarted = true;
        }

        return _fixedBudget;
    }
}
