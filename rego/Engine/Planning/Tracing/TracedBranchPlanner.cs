using System.Collections.Immutable;
using Rego.Analysis;
using Rego.Evaluation;
using Rego.Evaluation.Rules;
using Rego.Evaluation.Tracing;
using Rego.Evaluation.Values;
using Rego.Printing;
using Rego.Syntax;
using Rego.Syntax.Terms;

namespace Rego.Planning.Tracing;

/// <summary>Plans one branch of a rule, instrumented.</summary>
internal sealed class TracedBranchPlanner(TracedDefinitions plan, RuleDefinition definition, BodyPlanner planner)
{
    /// <summary>Plans a branch of a function or of a rule with one value.</summary>
    internal TracedBranch PlanBranch(Rule branch)
    {
        var planned = new TracedBranch(branch, PointOf(branch));
        if (plan.IsCalled)
        {
            planner.PlanTracedArguments(definition.Rule.Head, HeadValues.Of(branch));
        }

        planner.PlanTracedStatements(branch.Body);
        var value = planner.PlanValue(HeadValues.Of(branch));
        planned.Entry = planner.Finish(new TracedYieldNode(planned, PointOf(branch), value));
        planner.Size(plan.Unit);
        return planned;
    }

    /// <summary>Plans a definition of a partial rule, for the whole document or for what stands under the keys in the first slots.</summary>
    internal TracedBranch PlanPiece(Rule rule)
    {
        var isSet = definition.Kind == RuleKind.PartialSet;
        ImmutableArray<Term> head = [.. definition.DynamicPath, isSet ? rule.Head.Key! : HeadValues.Of(rule)];
        var planned = new TracedBranch(rule, PointOf(rule));
        var keys = head[..Math.Min(plan.Operands, isSet ? head.Length : head.Length - 1)];
        var isPattern = keys.Select(planner.IsPattern).ToList();
        if (isPattern.Contains(true))
        {
            planner.PlanTracedHead(PointOf(rule), [.. keys.Select((key, i) => isPattern[i] ? key : null)]);
        }

        planner.PlanTracedStatements(rule.Body);
        for (var i = 0; i < keys.Length; i++)
        {
            if (!isPattern[i])
            {
                planner.PlanMatch(keys[i], new SlotNode(i));
            }
        }

        var path = planner.PlanValues(head[..^1]);
        var last = planner.PlanValue(head[^1]);
        var yield = new YieldPartialNode(path, isSet ? last : null, isSet ? null : last, stopsAtFirst: false);
        planned.Entry = planner.Finish(new TracedPartialYieldNode(PointOf(rule), yield, plan.Operands > 0));
        planner.Size(plan.Unit);
        return planned;
    }

    private TracePoint PointOf(Rule branch) => planner.PointOf(branch) with
    {
        Definition = definition.Rule,
        RulePath = TermPrinter.Print(plan.Reference),
        Documents = [],
    };
}
