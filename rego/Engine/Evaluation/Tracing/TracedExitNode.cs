using Rego.Tracing;

namespace Rego.Evaluation.Tracing;

/// <summary>A solution of a nested body.</summary>
/// <param name="point">The body, with the values that its statements gave.</param>
internal sealed class TracedExitNode(TracePoint point) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var trace = frame.Context.Trace;
        trace.Emit(TraceOperation.Exit, point, frame);
        var stop = Next.Execute(frame);
        trace.Emit(TraceOperation.Redo, point, frame);
        return stop;
    }
}
