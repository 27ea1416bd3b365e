namespace Gatekeeper.Rego.Evaluation;

/// <summary>The value of a rule.</summary>
internal sealed class RuleNode(RulePlan rule) : ValueNode
{
    internal override RegoValue Evaluate(Frame frame)
    {
        var context = frame.Context;
        var scope = context.Scope;
        return scope.IsReplaced(rule.Path) ? Reference.Walk(scope.Data, rule.Path) : rule.GetValue(context);
    }
}
