using Rego.Builtins;
using Rego.Values;

namespace Rego.Evaluation.Calls;

/// <summary>A call of a built-in function of any number of operands.</summary>
internal sealed class BuiltinNCallNode(BuiltinCallSite site, BuiltinN function, ValueNode[] operands) : CallNode(site.Builtin)
{
    protected override RegoValue Call(Frame frame) =>
        Operands.Evaluate(frame, operands) is { } values ? frame.Context.Call(site, function, values) : RegoValue.Undefined;

    protected override RegoValue[]? EvaluateOperands(Frame frame) => Operands.Evaluate(frame, operands);
}
