using Rego.Values;

namespace Rego.Evaluation.Statements;

/// <summary>An operand of a reference into <c>data</c>.</summary>
/// <param name="Key">The key, or null where every key is tried.</param>
/// <param name="Slot">Takes the key that is tried; negative where nobody asks.</param>
internal readonly record struct DocumentOperand(ValueNode? Key, int Slot)
{
    internal void Bind(Frame frame, RegoValue key)
    {
        frame.Context.Budget.Step();
        if (Slot >= 0)
        {
            frame.Slots[Slot] = key;
        }
    }
}
