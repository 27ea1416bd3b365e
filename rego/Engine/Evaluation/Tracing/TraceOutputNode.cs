namespace Rego.Evaluation.Tracing;

/// <summary>Tells that the variable which takes a function's result is unified with the head's value.</summary>
internal sealed class TraceOutputNode(TraceSide value, TracePoint template) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        if (((TracedActivation)frame.States[0]!).Continuation.Output is { } output)
        {
            TraceUnifyNode.Tell(frame, output, value.Show(frame), template);
        }

        return Next.Execute(frame);
    }
}
