using Rego.Evaluation.Rules;
using Rego.Tracing;

namespace Rego.Evaluation.Tracing;

/// <summary>The end of a partial rule's body: tells whether what it gives is new.</summary>
/// <param name="point">The rule, with the values that its statements gave.</param>
/// <param name="yield">Adds the element or the member.</param>
/// <param name="isMember">Whether one member is asked for: what comes again is told as a duplicate.</param>
internal sealed class TracedPartialYieldNode(TracePoint point, YieldPartialNode yield, bool isMember) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var trace = frame.Context.Trace;
        trace.Emit(TraceOperation.Exit, point, frame);
        var document = (PartialDocument)frame.States[0]!;
        var count = document.Count;
        yield.Execute(frame);
        var isNew = document.Count != count;
        trace.Emit(isMember && !isNew ? TraceOperation.Duplicate : TraceOperation.Redo, point, frame);
        return false;
    }
}
