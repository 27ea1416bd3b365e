using Rego.Values;

namespace Rego.Evaluation;

/// <summary>A planned term that has one value or none. Immutable and shared by all threads.</summary>
internal abstract class ValueNode
{
    /// <summary>The value in this frame; <see cref="RegoValue.Undefined"/> where there is none.</summary>
    internal abstract RegoValue Evaluate(Frame frame);
}
