using Rego.Tracing;

namespace Rego.Evaluation.Tracing;

/// <summary>The beginning of a nested body: of a comprehension, or of the query itself.</summary>
/// <param name="point">The body.</param>
/// <param name="isOutermost">Whether it is the query, for which the trace begins.</param>
internal sealed class TracedEntryNode(TracePoint point, bool isOutermost) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var trace = frame.Context.Trace;
        if (isOutermost)
        {
            trace.Start(frame.Context.Options.Tracer);
            return Run(frame, trace);
        }

        var outer = trace.Current;
        trace.Open();
        var stop = Run(frame, trace);
        trace.Current = outer;
        return stop;
    }

    private bool Run(Frame frame, EvaluationTrace trace)
    {
        trace.Emit(TraceOperation.Enter, point, frame);
        return Next.Execute(frame);
    }
}
