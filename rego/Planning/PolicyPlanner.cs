using Gatekeeper.Rego.Analysis;
using Gatekeeper.Rego.Evaluation;

namespace Gatekeeper.Rego.Planning;

/// <summary>Plans all rules of an analysed policy: first the places, so that rules can refer to one another, then the bodies.</summary>
internal sealed class PolicyPlanner
{
    private readonly PlannedPolicy _policy;
    private readonly List<(RuleTreeNode Node, DocumentPlan Document)> _places = [];
    private int _plans;

    private PolicyPlanner(AnalyzedPolicy analyzed)
    {
        var root = new DocumentPlan(analyzed.Rules.Root.Key, []);
        _policy = new PlannedPolicy(analyzed, root);
        AddPlaces(analyzed.Rules.Root, root);
    }

    internal static PlannedPolicy Plan(AnalyzedPolicy analyzed)
    {
        var planner = new PolicyPlanner(analyzed);
        foreach (var (node, document) in planner._places)
        {
            planner.PlanBodies(node, document);
        }

        return planner._policy;
    }

    private void AddPlaces(RuleTreeNode node, DocumentPlan document)
    {
        _places.Add((node, document));
        var children = new List<DocumentPlan>(node.Children.Count);
        foreach (var (key, child) in node.Children)
        {
            var place = new DocumentPlan(key, [.. document.Path, key]);
            children.Add(place);
            AddPlaces(child, place);
        }

        document.SetChildren(children);
        AddPlan(node, document);
    }

    private void AddPlan(RuleTreeNode node, DocumentPlan document)
    {
        if (node.Rules.Count == 0)
        {
            return;
        }

        if (_policy.IsInstrumented)
        {
            TracedPlaces.Add(_policy, document, node, _plans++);
            return;
        }

        var isFixed = _policy.UsesShortcuts && node.Children.Count == 0 && node.Rules.All(_policy.Analyzed.Graph.IsFixed);
        switch (node.Rules[0].Kind)
        {
            case RuleKind.Function:
                var arity = node.Rules[0].Rule.Head.Arguments.Length;
                document.Function = new FunctionPlan(_plans++, document.Path, arity, _policy.AddUnit());
                break;
            case RuleKind.Complete:
                document.Rule = new CompleteRulePlan(_plans++, document.Path, isFixed, _policy.AddUnit());
                break;
            default:
                var isSet = node.Rules.All(rule => rule.Kind == RuleKind.PartialSet && rule.DynamicPath.IsEmpty);
                var rule = new PartialRulePlan(_plans++, document.Path, isFixed, _policy.AddUnit(), document, isSet);
                rule.Member = node.Children.Count == 0 ? new PartialMemberPlan(_policy.AddUnit(), isSet) : null;
                document.Rule = rule;
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
            PartialRulePlanner.Plan(_policy, partial, node.Rules);
        }
    }
}
