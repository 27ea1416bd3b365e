using Rego.Tracing;
using Rego.Values;

namespace Rego.Evaluation.Tracing;

/// <summary>A solution of a statement: runs the rest of the body, then goes back for another one.</summary>
/// <param name="point">The statement, with the values that it gave.</param>
/// <param name="solvedSlot">Notes that there was a solution.</param>
internal sealed class TracedSolutionNode(TracePoint point, int solvedSlot) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        frame.Slots[solvedSlot] = RegoBoolean.True;
        var stop = Next.Execute(frame);
        frame.Context.Trace.Current.Point = point;
        frame.Context.Trace.Emit(TraceOperation.Redo, point, frame);
        return stop;
    }
}
