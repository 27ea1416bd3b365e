using Rego.Builtins;
using Rego.Values;

namespace Rego.Evaluation.Calls;

/// <summary>A call of a built-in function of two operands.</summary>
internal sealed class Builtin2CallNode(BuiltinCallSite site, Builtin2 function, ValueNode a, ValueNode b) : CallNode(site.Builtin)
{
    protected override RegoValue Call(Frame frame)
    {
        var valueA = a.Evaluate(frame);
        if (!valueA.IsDefined)
        {
            return valueA;
        }

        var valueB = b.Evaluate(frame);
        return frame.Context.Call(site, function, valueA, valueB);
    }

    protected override RegoValue[]? EvaluateOperands(Frame frame) => Operands.Evaluate(frame, [a, b]);
}
