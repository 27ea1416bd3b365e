using Rego.Values;

namespace Rego.Evaluation.Values;

/// <summary>A value known before evaluation.</summary>
internal sealed class ConstantNode(RegoValue value) : ValueNode
{
    /// <summary>The value.</summary>
    internal RegoValue Value { get; } = value;

    internal override RegoValue Evaluate(Frame frame) => Value;
}
