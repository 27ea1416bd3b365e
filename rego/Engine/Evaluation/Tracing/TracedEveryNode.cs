using Rego.Tracing;
using Rego.Values;

namespace Rego.Evaluation.Tracing;

/// <summary><c>every</c>: a query that generates the elements, and the body for each of them until one does not hold.</summary>
/// <param name="point">The statement.</param>
/// <param name="domain">The collection; anything else fails.</param>
/// <param name="generator">Runs through the elements, ending in a <see cref="TracedEveryElementNode"/>.</param>
/// <param name="holdsSlot">Notes whether the body held for each element so far.</param>
internal sealed class TracedEveryNode(TracePoint point, ValueNode domain, StatementNode generator, int holdsSlot) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var trace = frame.Context.Trace;
        var collection = domain.Evaluate(frame);
        if (!collection.IsDefined || collection.Kind < RegoKind.Array)
        {
            trace.Emit(TraceOperation.Fail, point, frame);
            return false;
        }

        var outer = trace.Current;
        trace.Open();
        var inner = trace.Current;
        trace.Emit(TraceOperation.Enter, point, frame);
        frame.Slots[holdsSlot] = RegoBoolean.True;
        generator.Execute(frame);
        trace.Current = outer;
        var holds = frame.Slots[holdsSlot] == RegoBoolean.True;
        var stop = holds && Next.Execute(frame);
        trace.Current = inner;
        trace.Emit(holds ? TraceOperation.Exit : TraceOperation.Fail, point, frame);
        trace.Current = outer;
        return stop;
    }
}
