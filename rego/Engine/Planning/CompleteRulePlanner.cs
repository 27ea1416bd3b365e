using Rego.Analysis;
using Rego.Evaluation;
using Rego.Evaluation.Rules;
using Rego.Syntax;

namespace Rego.Planning;

/// <summary>Plans the definitions of a rule with one value.</summary>
internal sealed class CompleteRulePlanner(PlannedPolicy policy, CompleteRulePlan plan, IReadOnlyList<RuleDefinition> definitions)
{
    private readonly bool _hasOnlyOneValue = HeadValues.HaveOnlyOne(definitions.Where(definition => !definition.IsDefault));

    internal void Plan()
    {
        var rules = definitions.Where(definition => !definition.IsDefault).Select(definition => definition.Rule).ToList();
        plan.Bodies = BodySelection.Build(policy, rules, [.. rules.Select(PlanChain)]);
        plan.Default = definitions.FirstOrDefault(definition => definition.IsDefault) is { } fallback ? PlanChain(fallback.Rule) : null;
    }

    private RuleBody PlanChain(Rule rule)
    {
        var body = new RuleBody(rule.Location);
        var planner = new BodyPlanner(policy, new VariableTable(0, plan.Unit.StateCount), VariableUses.MentionedOnce(rule));
        var head = planner.PlanRuleBody(rule.Body, default, HeadValues.Of(rule));
        var value = planner.PlanValue(head[0]);
        body.Entry = planner.Finish(new YieldCompleteNode(plan, body, value, _hasOnlyOneValue));
        planner.Size(plan.Unit);
        body.Else = rule.Else is null ? null : PlanChain(rule.Else);
        return body;
    }
}
