using Rego.Values;

namespace Rego.Evaluation.Rules;

/// <summary>The end of a complete rule's body.</summary>
/// <param name="rule">The rule.</param>
/// <param name="body">The body.</param>
/// <param name="value">The head's value.</param>
/// <param name="isOnly">Whether no other value is possible, so that the first one ends the rule.</param>
internal sealed class YieldCompleteNode(CompleteRulePlan rule, RuleBody body, ValueNode value, bool isOnly) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var result = value.Evaluate(frame);
        if (!result.IsDefined)
        {
            return false;
        }

        rule.Yield(frame, body, result);
        return isOnly;
    }
}
