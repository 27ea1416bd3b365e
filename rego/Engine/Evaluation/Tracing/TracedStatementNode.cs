using Rego.Tracing;
using Rego.Values;

namespace Rego.Evaluation.Tracing;

/// <summary>The beginning of a statement. Where what follows up to <see cref="TracedSolutionNode"/> has no solution, it fails.</summary>
/// <param name="point">The statement.</param>
/// <param name="solvedSlot">Notes whether there was a solution.</param>
internal sealed class TracedStatementNode(TracePoint point, int solvedSlot) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var context = frame.Context;
        var trace = context.Trace;
        context.Budget.Step();
        trace.Current.Point = point;
        trace.Current.Frame = frame;
        trace.Emit(TraceOperation.Eval, point, frame);
        frame.Slots[solvedSlot] = RegoBoolean.False;
        var query = trace.Current;
        var stop = Next.Execute(frame);
        query.Point = point;
        if (!stop && frame.Slots[solvedSlot] == RegoBoolean.False)
        {
            trace.Emit(TraceOperation.Fail, point, frame);
        }

        return stop;
    }
}
