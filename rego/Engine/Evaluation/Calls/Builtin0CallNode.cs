using Rego.Builtins;
using Rego.Values;

namespace Rego.Evaluation.Calls;

/// <summary>A call of a built-in function of no operands.</summary>
internal sealed class Builtin0CallNode(BuiltinCallSite site, Builtin0 function) : CallNode(site.Builtin)
{
    protected override RegoValue Call(Frame frame) => frame.Context.Call(site, function);

    protected override RegoValue[]? EvaluateOperands(Frame frame) => [];
}
