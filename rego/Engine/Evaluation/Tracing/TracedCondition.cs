using Rego.Tracing;
using Rego.Values;

namespace Rego.Evaluation.Tracing;

/// <summary>A body that is only asked whether it holds: under <c>not</c>, <c>every</c>, <c>and</c> or <c>or</c>.</summary>
/// <param name="point">The body, as it begins.</param>
/// <param name="body">Its statements, ending in a <see cref="TracedHoldsNode"/>.</param>
/// <param name="heldSlot">The slot that the end notes it in.</param>
internal sealed class TracedCondition(TracePoint point, StatementNode body, int heldSlot)
{
    internal bool Holds(Frame frame)
    {
        var trace = frame.Context.Trace;
        var outer = trace.Current;
        trace.Open();
        trace.Emit(TraceOperation.Enter, point, frame);
        frame.Slots[heldSlot] = RegoBoolean.False;
        if (body.Execute(frame))
        {
            trace.Pending = trace.Pending?.Previous;
        }

        trace.Current = outer;
        return frame.Slots[heldSlot] == RegoBoolean.True;
    }
}
