using Rego.Analysis;
using Rego.Evaluation.Documents;
using Rego.Evaluation.Rules;
using Rego.Planning.Tracing;
using Rego.Work;

namespace Rego.Planning;

/// <summary>Plans all rules of an analysed policy: first the places, so that rules can refer to one another, then the bodies.</summary>
internal sealed class PolicyPlanner
{
    private readonly PlannedPolicy _policy;
    private readonly List<(RuleTreeNode Node, DocumentPlan Document)> _places = [];

    private PolicyPlanner(AnalyzedPolicy analyzed)
    {
        var root = new DocumentPlan(analyzed.Rules.Root.Key, []);
        _policy = new PlannedPolicy(analyzed, root);
        AddPlaces(analyzed.Rules.Root, root, isInExtent: false);
    }

    internal static PlannedPolicy Plan(AnalyzedPolicy analyzed)
    {
        var planner = new PolicyPlanner(analyzed);
        foreach (var (node, document) in planner._places)
        {
            CompilerWork.At(node.Rules.Count > 0 ? node.Rules[0].Rule.Location : default);
            planner.PlanBodies(node, document);
        }

        return planner._policy;
    }

    /// <summary>Plans a place and those below; below a rule with variables in its reference, functions alone stand for themselves.</summary>
    private void AddPlaces(RuleTreeNode node, DocumentPlan document, bool isInExtent)
    {
        _places.Add((node, document));
        var children = new List<DocumentPlan>(node.Children.Count);
        foreach (var (key, child) in node.Children)
        {
            var place = new DocumentPlan(key, [.. document.Path, key]);
            children.Add(place);
            AddPlaces(child, place, isInExtent || RuleExtent.IsAt(node));
        }

        document.SetChildren(children);
        if (!isInExtent || (node.Rules.Count > 0 && node.Rules[0].Kind == RuleKind.Function))
        {
            AddPlan(node, document);
        }
    }

    private void AddPlan(RuleTreeNode node, DocumentPlan document)
    {
        if (node.Rules.Count == 0)
        {
            return;
        }

        if (_policy.IsInstrumented)
        {
            TracedPlaces.Add(_policy, document, node);
            return;
        }

        var extent = RuleExtent.IsAt(node) ? RuleExtent.Of(node) : node.Rules;
        var isFixed = _policy.UsesShortcuts && (node.Children.Count == 0 || RuleExtent.IsAt(node)) && extent.All(_policy.Analyzed.Graph.IsFixed);
        switch (node.Rules[0].Kind)
        {
            case RuleKind.Function:
                var arity = node.Rules[0].Rule.Head.Arguments.Length;
                document.Function = new FunctionPlan(_policy.AddPlan(), document.Path, arity, _policy.AddUnit());
                break;
            case RuleKind.Complete:
                document.Rule = new CompleteRulePlan(_policy.AddPlan(), document.Path, isFixed, _policy.AddUnit());
                break;
            default:
                var isSet = node.Rules.All(rule => rule.Kind == RuleKind.PartialSet && rule.DynamicPath.IsEmpty);
                var members = Enumerable.Range(0, RuleExtent.DepthOf(extent)).Select(_ => new PartialMemberPlan(_policy.AddUnit(), isSet));
                document.Rule = new PartialRulePlan(_policy.AddPlan(), document.Path, isFixed, _policy.AddUnit(), [.. members], isSet);
                break;
        }
    }

    private void PlanBodies(RuleTreeNode node, DocumentPlan document)
    {
        if (_policy.IsInstrumented)
        {
            TracedPlaces.PlanBodies(_policy, document, node);
        }
        else if (document.Function is not null)
        {
            new FunctionPlanner(_policy, document.Function, node.Rules).Plan();
        }
        else if (document.Rule is CompleteRulePlan complete)
        {
            new CompleteRulePlanner(_policy, complete, node.Rules).Plan();
        }
        else if (document.Rule is PartialRulePlan partial)
        {
            PartialRulePlanner.Plan(_policy, partial, RuleExtent.Of(node));
        }
    }
}
