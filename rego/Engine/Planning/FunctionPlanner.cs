using System.Collections.Immutable;
using Rego.Analysis;
using Rego.Evaluation;
using Rego.Evaluation.Rules;
using Rego.Syntax;
using Rego.Syntax.Terms;

namespace Rego.Planning;

/// <summary>Plans the definitions of a function. The operands are in the first slots, where patterns take them apart.</summary>
internal sealed class FunctionPlanner(PlannedPolicy policy, FunctionPlan plan, IReadOnlyList<RuleDefinition> definitions)
{
    private readonly bool _hasOnlyOneValue = HeadValues.HaveOnlyOne(definitions.Where(definition => !definition.IsDefault));

    internal void Plan()
    {
        plan.Unit.SlotCount = plan.Arity;
        var rules = definitions.Where(definition => !definition.IsDefault).Select(definition => definition.Rule).ToList();
        plan.Bodies = BodySelection.Build(policy, rules, [.. rules.Select(rule => PlanChain(rule, ArgumentsOf(rule), VariableUses.MentionedOnce(rule)))]);
        plan.Default = definitions.FirstOrDefault(definition => definition.IsDefault) is { } fallback
            ? PlanChain(fallback.Rule, ArgumentsOf(fallback.Rule), VariableUses.MentionedOnce(fallback.Rule))
            : null;
    }

    /// <summary>A rule that is called as a function has none.</summary>
    private static ImmutableArray<Term> ArgumentsOf(Rule rule) => rule.Head.Arguments.IsDefault ? [] : rule.Head.Arguments;

    private RuleBody PlanChain(Rule rule, ImmutableArray<Term> arguments, IReadOnlySet<string> unread)
    {
        var body = new RuleBody(rule.Location);
        var planner = new BodyPlanner(policy, new VariableTable(plan.Arity, plan.Unit.StateCount), unread);
        planner.PlanArguments(arguments);
        var head = planner.PlanRuleBody(rule.Body, arguments, HeadValues.Of(rule));
        var value = planner.PlanValue(head[0]);
        body.Entry = planner.Finish(new YieldFunctionNode(body, value, _hasOnlyOneValue));
        planner.Size(plan.Unit);
        body.Else = rule.Else is null ? null : PlanChain(rule.Else, arguments, unread);
        return body;
    }
}
