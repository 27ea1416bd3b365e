using Rego.Evaluation.Rules;
using Rego.Values;

namespace Rego.Evaluation.Values;

/// <summary>The value of a rule.</summary>
internal sealed class RuleNode(RulePlan rule) : ValueNode
{
    internal override RegoValue Evaluate(Frame frame)
    {
        var context = frame.Context;
        return context.Scope.IsReplaced(rule.Path) ? context.Resolve(rule.Path) : rule.GetValue(context);
    }
}
