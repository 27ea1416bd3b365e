using Rego.Analysis;
using Rego.Analysis.Rewriting;
using Rego.Evaluation;
using Rego.Evaluation.Documents;
using Rego.Evaluation.Rules;
using Rego.Evaluation.Tracing;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Planning.Tracing;

/// <summary>Makes the instrumented plans of rules, and plans their bodies.</summary>
internal static class TracedPlaces
{
    private static readonly HashSet<string> EverythingIsRead = [];

    /// <summary>The plan of the rules at a place, without their bodies yet.</summary>
    internal static void Add(PlannedPolicy policy, DocumentPlan document, RuleTreeNode node)
    {
        var name = DocumentPath.ToText(document.Path);
        switch (node.Rules[0].Kind)
        {
            case RuleKind.Function:
                AddFunction(policy, document, node.Rules[0].Rule.Head.ArgumentCount);
                break;
            case RuleKind.Complete:
                document.Rule = new TracedCompleteRulePlan(policy.AddPlan(), document.Path, Define(policy, document, $"rule {name} produced conflicting values:", 0));
                break;
            default:
                var isSet = node.Rules.All(rule => rule.Kind == RuleKind.PartialSet && rule.DynamicPath.IsEmpty);
                var members = Enumerable.Range(1, RuleExtent.DepthOf(RuleExtent.Of(node))).Select(keys => Define(policy, document, name, keys));
                document.Rule = new TracedPartialRulePlan(policy.AddPlan(), document.Path, Define(policy, document, name, 0), [.. members], isSet);
                break;
        }
    }

    /// <summary>The plan of a function, or of rules that are called as one, without its bodies yet.</summary>
    internal static void AddFunction(PlannedPolicy policy, DocumentPlan document, int arity)
    {
        var id = policy.AddPlan();
        var name = $"function {DocumentPath.ToText(document.Path)} produced conflicting values for the same inputs:";
        var function = Define(policy, document, name, arity, isCalled: true);
        document.Function = new FunctionPlan(id, document.Path, arity, function.Unit) { Traced = new TracedFunction(id, function) };
    }

    /// <summary>Plans the bodies of the rules at a place.</summary>
    internal static void PlanBodies(PlannedPolicy policy, DocumentPlan document, RuleTreeNode node)
    {
        if (document.Function is { Traced: { } function })
        {
            PlanBranches(policy, function.Definitions, node.Rules);
        }
        else if (document.Rule is TracedCompleteRulePlan complete)
        {
            PlanBranches(policy, complete.Definitions, node.Rules);
        }
        else if (document.Rule is TracedPartialRulePlan partial)
        {
            var extent = RuleExtent.Of(node);
            PlanPieces(policy, partial.Whole, extent);
            foreach (var member in partial.Members)
            {
                PlanPieces(policy, member, extent);
            }
        }
    }

    private static TracedDefinitions Define(PlannedPolicy policy, DocumentPlan document, string name, int slots, bool isCalled = false)
    {
        var unit = policy.AddUnit();
        unit.SlotCount = slots;
        unit.StateCount = 1;
        var reference = new RefTerm(default, new VarTerm(default, RootDocuments.Data), [.. document.Path.Select(ValueTerms.Of)]);
        return new TracedDefinitions(unit, reference, name, slots) { IsCalled = isCalled };
    }

    private static void PlanBranches(PlannedPolicy policy, TracedDefinitions plan, IReadOnlyList<RuleDefinition> definitions)
    {
        var index = new TracedIndexPlanner(policy);
        foreach (var definition in definitions)
        {
            foreach (var branch in RuleBranches.Of(definition.Rule))
            {
                var planned = new TracedBranchPlanner(plan, definition, NewPlanner(policy, plan)).PlanBranch(branch);
                if (definition.IsDefault)
                {
                    plan.Default = planned;
                }
                else
                {
                    index.Add(definition, branch, planned);
                }
            }
        }

        plan.Index = index.Build();
    }

    private static void PlanPieces(PlannedPolicy policy, TracedDefinitions plan, IReadOnlyList<RuleDefinition> definitions)
    {
        var index = new TracedIndexPlanner(policy);
        foreach (var definition in definitions)
        {
            foreach (var branch in RuleBranches.Of(definition.Rule))
            {
                var planned = new TracedBranchPlanner(plan, definition, NewPlanner(policy, plan)).PlanPiece(branch);
                index.Add(definition, branch, planned);
            }
        }

        plan.Index = index.Build();
    }

    private static BodyPlanner NewPlanner(PlannedPolicy policy, TracedDefinitions plan) =>
        new(policy, new VariableTable(plan.Operands, plan.Unit.StateCount), EverythingIsRead);
}
