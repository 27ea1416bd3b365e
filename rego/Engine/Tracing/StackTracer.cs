using Rego.Diagnostics;
using Rego.Errors;
using Rego.Syntax;
using Rego.Syntax.Expressions;

namespace Rego.Tracing;

/// <summary>
/// Knows at every moment which statements are being evaluated, each within the next one: what an error's traceback shows. For one
/// evaluation at a time.
/// </summary>
public sealed class StackTracer : IEvaluationTracer
{
    /// <summary>What has ended may be asked for another solution; of so many at the most it is remembered where they were.</summary>
    private const int MaxRemembered = 100_000;

    private readonly List<Level> _levels = [];
    private readonly Dictionary<long, Level> _remembered = [];

    /// <inheritdoc/>
    public bool WantsVariables => true;

    /// <inheritdoc/>
    public void Trace(TraceEvent traced)
    {
        ArgumentNullException.ThrowIfNull(traced);
        var level = LevelOf(traced);
        switch (traced)
        {
            case { Operation: TraceOperation.Eval, Node: Expression }:
                level.Begin(traced);
                break;
            case { Operation: TraceOperation.Redo, Node: Expression }:
                level.Return(traced);
                break;
            case { Node: Rule rule }:
                level.Rule = rule;
                break;
        }
    }

    /// <summary>The statements, the innermost first.</summary>
    public IReadOnlyList<StackFrame> Capture()
    {
        var frames = new List<StackFrame>();
        for (var i = _levels.Count - 1; i >= 0; i--)
        {
            if (_levels[i].Statement is { } statement)
            {
                var caller = i + 1 < _levels.Count ? _levels[i + 1] : null;
                frames.Add(new StackFrame(statement.QueryId, statement.Location, PluggedText.Of(statement, caller?.Rule, caller?.Statement)));
            }
        }

        return frames;
    }

    /// <summary>
    /// Where an evaluation failed that was not observed: noting that on the way would cost more than the evaluation, so it is done
    /// again. Empty where it fails in another way then, or was ended from outside.
    /// </summary>
    /// <param name="failure">How it failed.</param>
    /// <param name="again">Does it again, over a policy that tells its steps.</param>
    public static IReadOnlyList<StackFrame> Locate(RegoEvaluationException failure, Action<StackTracer> again)
    {
        ArgumentNullException.ThrowIfNull(failure);
        ArgumentNullException.ThrowIfNull(again);
        if (failure.Code == DiagnosticCodes.EvalCancel)
        {
            return [];
        }

        var stack = new StackTracer();
        try
        {
            again(stack);
            return [];
        }
        catch (RegoEvaluationException other)
        {
            return other.Code == failure.Code ? stack.Capture() : [];
        }
        catch (RegoCompilationException)
        {
            // The engine has no plan that tells its steps: nothing is known then, but the failure stays what it is.
            return [];
        }
    }

    /// <summary>Leaves what has ended: whatever lies neither at nor around the event.</summary>
    private Level LevelOf(TraceEvent traced)
    {
        while (_levels.Count > 0 && _levels[^1].QueryId != traced.QueryId && _levels[^1].QueryId != traced.ParentId)
        {
            _levels.RemoveAt(_levels.Count - 1);
        }

        if (_levels.Count == 0 || _levels[^1].QueryId != traced.QueryId)
        {
            _levels.Add(Remember(traced.QueryId));
        }

        return _levels[^1];
    }

    private Level Remember(long queryId)
    {
        if (!_remembered.TryGetValue(queryId, out var level))
        {
            if (_remembered.Count == MaxRemembered)
            {
                _remembered.Clear();
            }

            _remembered.Add(queryId, level = new Level(queryId));
        }

        return level;
    }

    /// <summary>A query, rule or body.</summary>
    private sealed class Level(long queryId)
    {
        private readonly Dictionary<int, TraceEvent> _begun = [];

        internal long QueryId => queryId;

        /// <value>The statement, with the values from before it was evaluated.</value>
        internal TraceEvent? Statement { get; private set; }

        internal Rule? Rule { get; set; }

        internal void Begin(TraceEvent statement)
        {
            _begun[statement.Index] = statement;
            Statement = statement;
        }

        internal void Return(TraceEvent statement) => Statement = _begun.GetValueOrDefault(statement.Index, statement);
    }
}
