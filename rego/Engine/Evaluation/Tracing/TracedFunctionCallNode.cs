using Rego.Evaluation.Calls;
using Rego.Evaluation.Rules;
using Rego.Syntax.Terms;
using Rego.Values;

namespace Rego.Evaluation.Tracing;

/// <summary>A call of a function of the policy as a statement, with what follows run inside it.</summary>
/// <param name="function">The function.</param>
/// <param name="operands">The operands.</param>
/// <param name="slot">Takes the result; negative where it only must not be <c>false</c>.</param>
/// <param name="output">The variable that takes the result, or null.</param>
internal sealed class TracedFunctionCallNode(FunctionPlan function, ValueNode[] operands, int slot, Term? output) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var context = frame.Context;
        if (Operands.Evaluate(frame, operands) is not { } values)
        {
            return false;
        }

        var mock = context.Scope.Mocks?.Find(function);
        return mock is null ? Call(frame, values) : Go(frame, CallNode.CallReplacement(context, mock, values));
    }

    private bool Call(Frame frame, RegoValue[] values)
    {
        var context = frame.Context;
        var traced = function.Traced!;
        var selection = traced.Definitions.Select(context, values);
        if (traced.Known(context, values) is { } known)
        {
            return Go(frame, known);
        }

        var continuation = new TracedContinuation(frame, Next, slot) { IsCall = true, MustHold = slot < 0, Output = output };
        return traced.Run(context, selection, values, continuation);
    }

    private bool Go(Frame frame, RegoValue value)
    {
        if (!value.IsDefined || (slot < 0 && value == RegoBoolean.False))
        {
            return false;
        }

        if (slot >= 0)
        {
            frame.Slots[slot] = value;
        }

        return Next.Execute(frame);
    }
}
