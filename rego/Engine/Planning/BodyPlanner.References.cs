using System.Collections.Immutable;
using Rego.Evaluation;
using Rego.Evaluation.Documents;
using Rego.Evaluation.Rules;
using Rego.Evaluation.Statements;
using Rego.Evaluation.Values;
using Rego.Syntax.Terms;
using Rego.Trees;
using Rego.Values;

namespace Rego.Planning;

/// <content>References.</content>
internal sealed partial class BodyPlanner
{
    private ValueNode PlanReference(RefTerm reference) =>
        reference.Head is VarTerm { Name: "data" }
            ? PlanDataReference(reference.Path)
            : PlanPath(PlanValue(reference.Head), reference.Path, 0);

    /// <summary>Follows operands from a value: those that are known in one node, each other one by an iteration.</summary>
    private ValueNode PlanPath(ValueNode node, ImmutableArray<Term> path, int from)
    {
        var keys = new List<ValueNode>();
        for (var i = from; i < path.Length; i++)
        {
            if (IsEvaluable(path[i]))
            {
                keys.Add(PlanValue(path[i]));
            }
            else
            {
                node = PlanIteration(Step(node, keys), path[i]);
                keys.Clear();
            }
        }

        return Step(node, keys);
    }

    private static ValueNode Step(ValueNode node, List<ValueNode> keys)
    {
        if (keys.Count == 0)
        {
            return node;
        }

        return keys.TrueForAll(key => key is ConstantNode)
            ? new ConstantPathNode(node, [.. keys.Select(ConstantOf)])
            : new PathNode(node, [.. keys]);
    }

    private SlotNode PlanIteration(ValueNode collection, Term operand)
    {
        var valueSlot = variables.AddSlots(1);
        var keySlot = IsWildcard(operand) ? -1 : SlotFor(operand);
        Emit(new IterateNode(collection, keySlot, valueSlot));
        PlanRest(operand, keySlot);
        return new SlotNode(valueSlot);
    }

    /// <summary>Follows operands from a place in the base document, whose keys are the first of <paramref name="whole"/>.</summary>
    private ValueNode PlanBasePath(ValueNode node, List<ValueNode> whole, ImmutableArray<Term> path, Func<ValueNode, Term, List<ValueNode>, SlotNode> iterate)
    {
        var first = whole.Count;
        for (var i = first; i < path.Length; i++)
        {
            if (IsEvaluable(path[i]))
            {
                whole.Add(PlanValue(path[i]));
                continue;
            }

            // The path is asked again for each element under a with, so that nothing in it may be computed there.
            for (var at = first; at < whole.Count; at++)
            {
                whole[at] = whole[at] is ConstantNode or SlotNode ? whole[at] : EmitAssign(whole[at]);
            }

            node = iterate(StepInBase(node, whole, first), path[i], whole);
            first = whole.Count;
        }

        return StepInBase(node, whole, first);
    }

    private static ValueNode StepInBase(ValueNode node, List<ValueNode> whole, int first) =>
        whole.Count == first ? node : new BasePathNode(node, [.. whole[first..]], new BasePath([.. whole]));

    /// <summary>Iterates a place in the base document and adds the element's key to its path.</summary>
    private SlotNode PlanBaseIteration(ValueNode collection, Term operand, List<ValueNode> whole)
    {
        var valueSlot = variables.AddSlots(1);
        var keySlot = IsWildcard(operand) ? -1 : SlotFor(operand);
        var pathSlot = keySlot >= 0 ? keySlot : variables.AddSlots(1);
        whole.Add(new SlotNode(pathSlot));
        Emit(new IterateNode(collection, keySlot, valueSlot, new BaseElements(pathSlot, new BasePath([.. whole]))));
        PlanRest(operand, keySlot);
        return new SlotNode(valueSlot);
    }

    private ValueNode PlanDataReference(ImmutableArray<Term> path)
    {
        var place = policy.Root;
        var at = 0;
        while (at < path.Length && IsOpen(place) && ConstantTerms.ToScalar(path[at]) is { } key && place.TryGetChild(key, out var child))
        {
            place = child;
            at++;
        }

        if (place.Rule is not null)
        {
            return PlanRuleReference(place.Rule, path, at);
        }

        if (at == path.Length)
        {
            return new DocumentNode(place);
        }

        return place.Function is not null || ConstantTerms.ToScalar(path[at]) is not null || place.Children.IsEmpty
            ? PlanBaseReference(path)
            : PlanDocumentIteration(place, path, at);
    }

    private static bool IsOpen(DocumentPlan place) => place.Rule is null && place.Function is null;

    private ValueNode PlanRuleReference(RulePlan rule, ImmutableArray<Term> path, int at)
    {
        var keys = PlanMemberKeys(rule, path, at);
        return PlanPath(keys.Length == 0 ? new RuleNode(rule) : new RuleMemberNode(rule, keys), path, at + keys.Length);
    }

    /// <summary>The operands by which a rule can be asked for a member.</summary>
    private ValueNode[] PlanMemberKeys(RulePlan rule, ImmutableArray<Term> path, int at)
    {
        var keys = new List<ValueNode>();
        while (keys.Count < rule.MemberDepth && at + keys.Count < path.Length && IsEvaluable(path[at + keys.Count]))
        {
            keys.Add(PlanValue(path[at + keys.Count]));
        }

        return [.. keys];
    }

    private ValueNode PlanBaseReference(ImmutableArray<Term> path)
    {
        var keys = path.Select(ConstantTerms.ToScalar).TakeWhile(key => key is not null).Select(key => key!).ToArray();
        return PlanBasePath(new BaseDataNode(policy.Data, keys), ConstantsOf(keys), path, PlanBaseIteration);
    }

    private static List<ValueNode> ConstantsOf(RegoValue[] keys) => [.. keys.Select(key => new ConstantNode(key))];

    private ValueNode PlanDocumentIteration(DocumentPlan place, ImmutableArray<Term> path, int from)
    {
        var operands = new List<DocumentOperand>();
        var at = from;
        for (; at < path.Length; at++)
        {
            if (IsEvaluable(path[at]))
            {
                operands.Add(new DocumentOperand(PlanValue(path[at]), -1));
            }
            else if (path[at] is VarTerm variable)
            {
                operands.Add(new DocumentOperand(null, IsWildcard(variable) ? -1 : variables.Bind(variable.Name)));
            }
            else
            {
                break;
            }
        }

        var slot = variables.AddSlots(1);
        Emit(new DocumentIterateNode(place, [.. operands], slot));
        return PlanPath(new SlotNode(slot), path, at);
    }
}
