using Rego.Tracing;
using Rego.Values;

namespace Rego.Evaluation.Tracing;

/// <summary>The match of a wanted key with a partial rule's head; where it never fits, the rule fails.</summary>
internal sealed class TracedHeadNode(TracePoint point, int matchedSlot) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        frame.Slots[matchedSlot] = RegoBoolean.False;
        var stop = Next.Execute(frame);
        if (frame.Slots[matchedSlot] == RegoBoolean.False)
        {
            frame.Context.Trace.Emit(TraceOperation.Fail, point, frame);
        }

        return stop;
    }
}
