using Rego.Tracing;

namespace Rego.Evaluation.Tracing;

/// <summary>A negated statement.</summary>
/// <param name="point">The statement.</param>
/// <param name="operand">What must not hold.</param>
internal sealed class TracedNotNode(TracePoint point, TracedCondition operand) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        if (!operand.Holds(frame))
        {
            return Next.Execute(frame);
        }

        frame.Context.Trace.Emit(TraceOperation.Fail, point, frame);
        return false;
    }
}
