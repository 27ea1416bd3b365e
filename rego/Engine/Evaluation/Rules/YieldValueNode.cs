using Rego.Values;

namespace Rego.Evaluation.Rules;

/// <summary>The end of a query that is asked for a value: the first one ends it.</summary>
internal sealed class YieldValueNode(ValueNode value) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var result = value.Evaluate(frame);
        if (!result.IsDefined)
        {
            return false;
        }

        frame.Result = result;
        return true;
    }
}
