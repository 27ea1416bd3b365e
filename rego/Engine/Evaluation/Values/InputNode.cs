using Rego.Values;

namespace Rego.Evaluation.Values;

/// <summary>The input document.</summary>
internal sealed class InputNode : ValueNode
{
    internal override RegoValue Evaluate(Frame frame) => frame.Context.Scope.Input;
}
