using Gatekeeper.Rego.Analysis;
using Gatekeeper.Rego.Evaluation;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Planning;

/// <summary>Plans the definitions of a partial rule: for the whole document, and for one member whose key is given.</summary>
internal sealed class PartialRulePlanner
{
    private readonly PlannedPolicy _policy;
    private readonly CodeUnit _unit;
    private readonly bool _isMember;
    private readonly bool _stopsAtFirst;

    private PartialRulePlanner(PlannedPolicy policy, CodeUnit unit, bool isMember, bool stopsAtFirst)
    {
        _policy = policy;
        _unit = unit;
        _isMember = isMember;
        _stopsAtFirst = stopsAtFirst;
    }

    internal static void Plan(PlannedPolicy policy, PartialRulePlan plan, IReadOnlyList<RuleDefinition> definitions)
    {
        var whole = new PartialRulePlanner(policy, plan.Unit, isMember: false, stopsAtFirst: false);
        var rules = definitions.Select(definition => definition.Rule).ToList();
        plan.Bodies = BodySelection.Build(rules, [.. definitions.Select(whole.PlanBody)]);
        if (plan.Member is { } member)
        {
            var one = new PartialRulePlanner(policy, member.Unit, isMember: true, stopsAtFirst: plan.IsSet);
            member.Bodies = BodySelection.Build(rules, [.. definitions.Select(one.PlanBody)]);
        }
    }

    private RuleBody PlanBody(RuleDefinition definition)
    {
        var rule = definition.Rule;
        var body = new RuleBody(rule.Location);
        var planner = new BodyPlanner(_policy, new VariableTable(_isMember ? 1 : 0, 1));
        var key = definition.DynamicPath.IsEmpty ? rule.Head.Key! : definition.DynamicPath[0];
        var isPattern = planner.IsPattern(key);
        if (_isMember && isPattern)
        {
            planner.PlanMatch(key, new SlotNode(0));
        }

        planner.PlanRuleBody(rule.Body, default);
        if (_isMember && !isPattern)
        {
            planner.PlanMatch(key, new SlotNode(0));
        }

        var path = planner.PlanValues(definition.DynamicPath);
        var isSet = definition.Kind == RuleKind.PartialSet;
        var element = isSet ? planner.PlanValue(rule.Head.Key!) : null;
        var value = isSet ? null : planner.PlanValue(HeadValues.Of(rule));
        body.Entry = planner.Finish(new YieldPartialNode(path, element, value, _stopsAtFirst));
        planner.Size(_unit);
        return body;
    }
}
