namespace Rego.Evaluation.Tracing;

/// <summary>The end of an instrumented query that is asked for a value: the first one counts, and the others are told as well.</summary>
internal sealed class YieldFirstNode(ValueNode value) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        frame.Result ??= value.Evaluate(frame);
        return false;
    }
}
