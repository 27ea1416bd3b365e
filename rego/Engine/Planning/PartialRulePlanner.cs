using System.Collections.Immutable;
using Rego.Analysis;
using Rego.Evaluation;
using Rego.Evaluation.Rules;
using Rego.Evaluation.Values;
using Rego.Syntax;
using Rego.Syntax.Terms;

namespace Rego.Planning;

/// <summary>Plans the definitions of a partial rule: for the whole document, and for what stands under given keys.</summary>
internal sealed class PartialRulePlanner
{
    private readonly PlannedPolicy _policy;
    private readonly CodeUnit _unit;
    private readonly int _keys;
    private readonly bool _stopsAtFirst;

    private PartialRulePlanner(PlannedPolicy policy, CodeUnit unit, int keys, bool stopsAtFirst)
    {
        _policy = policy;
        _unit = unit;
        _keys = keys;
        _stopsAtFirst = stopsAtFirst;
    }

    internal static void Plan(PlannedPolicy policy, PartialRulePlan plan, IReadOnlyList<RuleDefinition> definitions)
    {
        var whole = new PartialRulePlanner(policy, plan.Unit, 0, stopsAtFirst: false);
        var rules = definitions.Select(definition => definition.Rule).ToList();
        var mentionedOnce = rules.ConvertAll(VariableUses.MentionedOnce);
        plan.Bodies = BodySelection.Build(policy, rules, [.. definitions.Select((definition, i) => whole.PlanBody(definition, mentionedOnce[i]))]);
        for (var keys = 1; keys <= plan.Members.Length; keys++)
        {
            var member = plan.Members[keys - 1];
            member.Unit.SlotCount = keys;
            var below = new PartialRulePlanner(policy, member.Unit, keys, stopsAtFirst: plan.IsSet);
            member.Bodies = BodySelection.Build(policy, rules, [.. definitions.Select((definition, i) => below.PlanBody(definition, mentionedOnce[i]))]);
        }
    }

    private RuleBody PlanBody(RuleDefinition definition, IReadOnlySet<string> mentionedOnce) =>
        PlanBranch(definition, definition.Rule, mentionedOnce);

    private RuleBody PlanBranch(RuleDefinition definition, Rule rule, IReadOnlySet<string> mentionedOnce)
    {
        var body = new RuleBody(rule.Location);
        var planner = new BodyPlanner(_policy, new VariableTable(_keys, Math.Max(1, _unit.StateCount)), mentionedOnce);
        var isSet = definition.Kind == RuleKind.PartialSet;
        ImmutableArray<Term> head = [.. definition.DynamicPath, isSet ? rule.Head.Key! : HeadValues.Of(rule)];
        var keys = Math.Min(_keys, isSet ? head.Length : head.Length - 1);
        var isPattern = head[..keys].Select(planner.IsPattern).ToList();
        PlanKeys(planner, head, isPattern, arePatterns: true);
        head = planner.PlanRuleBody(rule.Body, default, head);
        PlanKeys(planner, head, isPattern, arePatterns: false);
        var path = planner.PlanValues(head[..^1]);
        var last = planner.PlanValue(head[^1]);
        body.Entry = planner.Finish(new YieldPartialNode(path, isSet ? last : null, isSet ? null : last, _stopsAtFirst));
        planner.Size(_unit);
        body.Else = rule.Else is null ? null : PlanBranch(definition, rule.Else, mentionedOnce);
        return body;
    }

    /// <summary>Matches the given keys with the head: before the body those that give its variables their values, the others behind.</summary>
    private static void PlanKeys(BodyPlanner planner, ImmutableArray<Term> head, List<bool> isPattern, bool arePatterns)
    {
        for (var i = 0; i < isPattern.Count; i++)
        {
            if (isPattern[i] == arePatterns)
            {
                planner.PlanMatch(head[i], new SlotNode(i));
            }
        }
    }
}
