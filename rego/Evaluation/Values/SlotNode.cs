namespace Gatekeeper.Rego.Evaluation;

/// <summary>A variable that a statement before has assigned.</summary>
internal sealed class SlotNode(int slot) : ValueNode
{
    internal override RegoValue Evaluate(Frame frame) => frame.Slots[slot];
}
