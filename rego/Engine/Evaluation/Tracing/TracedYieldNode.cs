using Rego.Values;

namespace Rego.Evaluation.Tracing;

/// <summary>The end of a branch of a function or of a rule with one value.</summary>
internal sealed class TracedYieldNode(TracedBranch branch, TracePoint point, ValueNode value) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var result = value.Evaluate(frame);
        return result.IsDefined && ((TracedActivation)frame.States[0]!).Yield(frame, branch, point, result);
    }
}
