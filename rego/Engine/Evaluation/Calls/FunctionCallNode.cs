using Rego.Evaluation.Rules;
using Rego.Values;

namespace Rego.Evaluation.Calls;

/// <summary>A call of a function of the policy.</summary>
internal sealed class FunctionCallNode(FunctionPlan function, ValueNode[] operands) : CallNode(function)
{
    protected override RegoValue Call(Frame frame)
    {
        var context = frame.Context;
        var callee = context.Rent(function.Unit);
        for (var i = 0; i < operands.Length; i++)
        {
            var value = operands[i].Evaluate(frame);
            if (!value.IsDefined)
            {
                context.Return(function.Unit, callee);
                return value;
            }

            callee.Slots[i] = value;
        }

        return function.Invoke(context, callee);
    }

    protected override RegoValue[]? EvaluateOperands(Frame frame) => Operands.Evaluate(frame, operands);
}
