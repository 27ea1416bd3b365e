using Rego.Errors;
using Rego.Evaluation;
using Rego.Evaluation.Rules;
using Rego.Options;
using Rego.Values;

namespace Rego;

/// <summary>A query compiled against a policy. Immutable and thread-safe; all state of an evaluation is its own.</summary>
public sealed class PreparedQuery
{
    private readonly ContextPool _contexts;
    private readonly QueryPlan _value;
    private readonly QueryPlan _bindings;
    private readonly RulePlan[] _fixedRules;

    internal PreparedQuery(ContextPool contexts, QueryPlan value, QueryPlan bindings, RulePlan[] fixedRules)
    {
        _fixedRules = fixedRules;
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

    /// <summary>
    /// Computes ahead what does not depend on the input, so that the first evaluation need not do it within tight bounds. What
    /// fails is left to the evaluations that need it.
    /// </summary>
    /// <param name="options">The bounds, for each of the values and for one evaluation without an input.</param>
    public void WarmUp(EvaluationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach (var rule in _fixedRules)
        {
            Try(() => Compute(rule, options));
        }

        Try(() => Evaluate(RegoObject.Empty, options));
    }

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Not lost: the rule stays uncomputed, and an evaluation that needs it meets the same error.
        }
    }

    private void Compute(RulePlan rule, EvaluationOptions options)
    {
        var context = _contexts.Rent();
        context.Start(RegoValue.Undefined, options);
        rule.GetValue(context);
        context.Finish();
        _contexts.Return(context);
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
