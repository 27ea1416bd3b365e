using Rego.Tracing;
using Rego.Values;

namespace Rego.Evaluation.Tracing;

/// <summary>An element of <c>every</c>: runs the body, unless an element before it has decided.</summary>
internal sealed class TracedEveryElementNode(TracePoint point, TracedCondition body, int holdsSlot) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        if (frame.Slots[holdsSlot] == RegoBoolean.False)
        {
            return false;
        }

        var holds = body.Holds(frame);
        frame.Slots[holdsSlot] = RegoBoolean.From(holds);
        frame.Context.Trace.Emit(TraceOperation.Redo, point, frame);
        return false;
    }
}
