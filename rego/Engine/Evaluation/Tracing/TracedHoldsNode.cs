using Rego.Tracing;
using Rego.Values;

namespace Rego.Evaluation.Tracing;

/// <summary>The end of a body that is only asked whether it holds.</summary>
/// <param name="point">The body, with the values that its statements gave.</param>
/// <param name="heldSlot">Notes that it does.</param>
/// <param name="isEarly">Whether the first solution ends the body.</param>
internal sealed class TracedHoldsNode(TracePoint point, int heldSlot, bool isEarly) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var trace = frame.Context.Trace;
        trace.Emit(TraceOperation.Exit, point, frame, isEarly ? TracedActivation.EarlyMessage : string.Empty);
        trace.Emit(TraceOperation.Redo, point, frame);
        frame.Slots[heldSlot] = RegoBoolean.True;
        if (isEarly)
        {
            trace.Pending = new EarlyExit(IsDeferred: false, null);
        }

        return isEarly;
    }
}
