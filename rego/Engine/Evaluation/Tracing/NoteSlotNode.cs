using Rego.Values;

namespace Rego.Evaluation.Tracing;

/// <summary>Notes that it was reached.</summary>
internal sealed class NoteSlotNode(int slot) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        frame.Slots[slot] = RegoBoolean.True;
        return Next.Execute(frame);
    }
}
