using Rego.Builtins;
using Rego.Values;

namespace Rego.Evaluation.Calls;

/// <summary>A call of a built-in function of one operand.</summary>
internal sealed class Builtin1CallNode(BuiltinCallSite site, Builtin1 function, ValueNode a) : CallNode(site.Builtin)
{
    protected override RegoValue Call(Frame frame) => frame.Context.Call(site, function, a.Evaluate(frame));

    protected override RegoValue[]? EvaluateOperands(Frame frame) => Operands.Evaluate(frame, [a]);
}
