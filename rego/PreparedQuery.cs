using Gatekeeper.Rego.Evaluation;

namespace Gatekeeper.Rego;

/// <summary>A query compiled against a policy. Immutable and thread-safe; all state of an evaluation is its own.</summary>
public sealed class PreparedQuery
{
    private readonly ContextPool _contexts;
    private readonly QueryPlan _value;
    private readonly QueryPlan _bindings;

    internal PreparedQuery(ContextPool contexts, QueryPlan value, QueryPlan bindings)
    {
        _contexts = contexts;
        _value = value;
        _bindings = bindings;
    }

    /// <summary>
    /// The value of the query's one expression; <see cref="RegoValue.Undefined"/> where it has none.
    /// </summary>
    /// <param name="input">The input document; <see cref="RegoValue.Undefined"/> for none.</param>
    /// <param name="options">The bounds and the rest.</param>
    /// <exception cref="RegoEvaluationException">There is no answer.</exception>
    public RegoValue Evaluate(RegoValue input, EvaluationOptions options) => Run(_value, null, input, options);

    /// <summary>All solutions: for each, the values of the query's variables.</summary>
    /// <param name="input">The input document; <see cref="RegoValue.Undefined"/> for none.</param>
    /// <param name="options">The bounds and the rest.</param>
    /// <exception cref="RegoEvaluationException">There is no answer.</exception>
    public IReadOnlyList<RegoObject> EvaluateBindings(RegoValue input, EvaluationOptions options)
    {
        var solutions = new List<RegoObject>();
        Run(_bindings, solutions, input, options);
        return solutions;
    }

    private RegoValue Run(QueryPlan plan, List<RegoObject>? solutions, RegoValue input, EvaluationOptions options)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(options);
        var context = _contexts.Rent();
        try
        {
            var result = Run(plan, solutions, context, input, options);
            _contexts.Return(context);
            return result;
        }
        catch (Exception error) when (error is not (RegoEvaluationException or OutOfMemoryException))
        {
            throw new RegoEvaluationException(DiagnosticCodes.EvalInternal, $"{error.GetType().Name}: {error.Message}");
        }
    }

    private static RegoValue Run(QueryPlan plan, List<RegoObject>? solutions, EvaluationContext context, RegoValue input, EvaluationOptions options)
    {
        context.Start(input, options);
        var frame = context.Rent(plan.Unit);
        if (solutions is not null)
        {
            frame.States[0] = solutions;
        }

        plan.Entry.Execute(frame);
        var result = frame.Result ?? RegoValue.Undefined;
        context.Return(plan.Unit, frame);
        context.Finish();
        return result;
    }
}
