using Rego.Values;

namespace Rego.Evaluation.Values;

/// <summary>A variable that a statement before has assigned.</summary>
internal sealed class SlotNode(int slot) : ValueNode
{
    /// <summary>The slot.</summary>
    internal int Slot => slot;

    internal override RegoValue Evaluate(Frame frame) => frame.Slots[slot];
}
