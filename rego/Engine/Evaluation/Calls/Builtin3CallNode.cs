using Rego.Builtins;
using Rego.Values;

namespace Rego.Evaluation.Calls;

/// <summary>A call of a built-in function of three operands.</summary>
internal sealed class Builtin3CallNode(BuiltinCallSite site, Builtin3 function, ValueNode a, ValueNode b, ValueNode c) : CallNode(site.Builtin)
{
    protected override RegoValue Call(Frame frame)
    {
        var valueA = a.Evaluate(frame);
        if (!valueA.IsDefined)
        {
            return valueA;
        }

        var valueB = b.Evaluate(frame);
        if (!valueB.IsDefined)
        {
            return valueB;
        }

        var valueC = c.Evaluate(frame);
        return frame.Context.Call(site, function, valueA, valueB, valueC);
    }

    protected override RegoValue[]? EvaluateOperands(Frame frame) => Operands.Evaluate(frame, [a, b, c]);
}
