using System.Collections.Immutable;
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
        var mentionedOnce = rules.ConvertAll(VariableUses.MentionedOnce);
        plan.Bodies = BodySelection.Build(policy, rules, [.. definitions.Select((definition, i) => whole.PlanBody(definition, mentionedOnce[i]))]);
        var one = new PartialRulePlanner(policy, plan.Member.Unit, isMember: true, stopsAtFirst: plan.IsSet);
        plan.Member.Bodies = BodySelection.Build(policy, rules, [.. definitions.Select((definition, i) => one.PlanBody(definition, mentionedOnce[i]))]);
    }

    private RuleBody PlanBody(RuleDefinition definition, IReadOnlySet<string> mentionedOnce) =>
        PlanBranch(definition, definition.Rule, mentionedOnce);

    private RuleBody PlanBranch(RuleDefinition definition, Rule rule, IReadOnlySet<string> mentionedOnce)
    {
        var body = new RuleBody(rule.Location);
        var planner = new BodyPlanner(_policy, new VariableTable(_isMember ? 1 : 0, Math.Max(1, _unit.StateCount)), mentionedOnce);
        var isSet = definition.Kind == RuleKind.PartialSet;
        ImmutableArray<Term> head = [.. definition.DynamicPath, isSet ? rule.Head.Key! : HeadValues.Of(rule)];
        var isPattern = planner.IsPattern(head[0]);
        if (_isMember && isPattern)
        {
            planner.PlanMatch(head[0], new SlotNode(0));
        }

        head = planner.PlanRuleBody(rule.Body, default, head);
        if (_isMember && !isPattern)
        {
            planner.PlanMatch(head[0], new SlotNode(0));
        }

        var path = planner.PlanValues(head[..^1]);
        var last = planner.PlanValue(head[^1]);
        body.Entry = planner.Finish(new YieldPartialNode(path, isSet ? last : null, isSet ? null : last, _stopsAtFirst));
        planner.Size(_unit);
        body.Else = rule.Else is null ? null : PlanBranch(definition, rule.Else, mentionedOnce);
        return body;
    }
}
