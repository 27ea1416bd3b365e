using Rego.Builtins;
using Rego.Evaluation.Rules;
using Rego.Values;

namespace Rego.Evaluation.Calls;

/// <summary>A call of a function that a <c>with</c> may have replaced.</summary>
internal abstract class CallNode(object function) : ValueNode
{
    internal sealed override RegoValue Evaluate(Frame frame)
    {
        var mocks = frame.Context.Scope.Mocks;
        return mocks?.Find(function) is { } replacement ? CallReplacement(frame, replacement) : Call(frame);
    }

    /// <summary>Calls the function itself.</summary>
    protected abstract RegoValue Call(Frame frame);

    /// <summary>The operands' values, or null where one is undefined.</summary>
    protected abstract RegoValue[]? EvaluateOperands(Frame frame);

    private RegoValue CallReplacement(Frame frame, object replacement)
    {
        return EvaluateOperands(frame) is { } operands ? CallReplacement(frame.Context, replacement, operands) : RegoValue.Undefined;
    }

    /// <summary>Calls what stands for a function: another function, or the value that each call has.</summary>
    internal static RegoValue CallReplacement(EvaluationContext context, object replacement, RegoValue[] operands)
    {
        if (replacement is RegoValue value)
        {
            return value;
        }

        var scope = context.PushScope();
        scope.Mocks = null;
        var result = replacement is FunctionPlan plan ? Call(context, plan, operands) : Call(context, (BuiltinCallSite)replacement, operands);
        context.PopScope(scope);
        return result;
    }

    private static RegoValue Call(EvaluationContext context, FunctionPlan plan, RegoValue[] operands)
    {
        if (operands.Length != plan.Arity)
        {
            return RegoValue.Undefined;
        }

        if (plan.Traced is { } traced)
        {
            return traced.Invoke(context, operands);
        }

        var frame = context.Rent(plan.Unit);
        operands.CopyTo(frame.Slots);
        return plan.Invoke(context, frame);
    }

    private static RegoValue Call(EvaluationContext context, BuiltinCallSite site, RegoValue[] operands) => (site.Builtin.Function, operands.Length) switch
    {
        (Builtin0 function, 0) => context.Call(site, function),
        (Builtin1 function, 1) => context.Call(site, function, operands[0]),
        (Builtin2 function, 2) => context.Call(site, function, operands[0], operands[1]),
        (Builtin3 function, 3) => context.Call(site, function, operands[0], operands[1], operands[2]),
        (BuiltinN function, _) => context.Call(site, function, operands),
        _ => RegoValue.Undefined,
    };
}
