using Rego.Tracing;

namespace Rego.Evaluation.Tracing;

/// <summary>The beginning of a statement that tells by itself how it ends.</summary>
internal sealed class TracedBeginNode(TracePoint point) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var trace = frame.Context.Trace;
        trace.Current.Point = point;
        trace.Current.Frame = frame;
        trace.Emit(TraceOperation.Eval, point, frame);
        return Next.Execute(frame);
    }
}
