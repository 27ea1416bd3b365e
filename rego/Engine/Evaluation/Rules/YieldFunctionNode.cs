using Rego.Values;

namespace Rego.Evaluation.Rules;

/// <summary>The end of a function's body.</summary>
/// <param name="body">The body.</param>
/// <param name="value">The head's value.</param>
/// <param name="isOnly">Whether no other value is possible, so that the first one ends the function.</param>
internal sealed class YieldFunctionNode(RuleBody body, ValueNode value, bool isOnly) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var result = value.Evaluate(frame);
        if (!result.IsDefined)
        {
            return false;
        }

        return FunctionPlan.Yield(frame, body, result) || isOnly;
    }
}
