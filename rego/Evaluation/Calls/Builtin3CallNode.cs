using Gatekeeper.Rego.Builtins;

namespace Gatekeeper.Rego.Evaluation;

/// <summary>A call of a built-in function of three operands.</summary>
internal sealed class Builtin3CallNode(BuiltinCallSite site, Builtin3 function, ValueNode a, ValueNode b, ValueNode c) : CallNode(site.Builtin)
{
    protected override RegoValue Call(Frame frame) => frame.Context.Call(site, function, a.Evaluate(frame), b.Evaluate(frame), c.Evaluate(frame));

    protected override RegoValue[]? EvaluateOperands(Frame frame) => Operands.Evaluate(frame, [a, b, c]);
}
