using System.Collections.Immutable;
using Rego.Evaluation;
using Rego.Evaluation.Documents;
using Rego.Evaluation.Statements;
using Rego.Evaluation.Tracing;
using Rego.Evaluation.Values;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Planning;

/// <content>Instrumented references.</content>
internal sealed partial class BodyPlanner
{
    /// <summary>Follows a reference; what comes after it is run for each of its values.</summary>
    /// <returns>The value, and whether it is a whole document with rules in it.</returns>
    private (ValueNode Value, bool IsDocument) PlanTracedReference(Term term)
    {
        var (head, path) = term is RefTerm reference ? (reference.Head, reference.Path) : (term, []);
        return head is VarTerm { Name: RootDocuments.Data }
            ? PlanTracedDataReference(path)
            : (PlanTracedPath(PlanValue(head), path, 0), false);
    }

    private (ValueNode Value, bool IsDocument) PlanTracedDataReference(ImmutableArray<Term> path)
    {
        var place = policy.Root;
        var at = 0;
        while (at < path.Length && IsOpen(place) && ConstantTerms.ToScalar(path[at]) is { } key && place.TryGetChild(key, out var child))
        {
            place = child;
            at++;
        }

        switch (place.Rule)
        {
            case TracedCompleteRulePlan complete:
                var slot = variables.AddSlots(1);
                Emit(new TracedRuleNode(complete, slot));
                return (PlanTracedPath(new SlotNode(slot), path, at), false);
            case TracedPartialRulePlan partial:
                return (PlanTracedPartial(partial, path, at), false);
        }

        if (at == path.Length)
        {
            return (EmitAssign(new DocumentNode(place)), true);
        }

        if (place.Function is null && ConstantTerms.ToScalar(path[at]) is null && !place.Children.IsEmpty)
        {
            return (EmitAssign(PlanDocumentIteration(place, path, at)), false);
        }

        var keys = path.Select(ConstantTerms.ToScalar).TakeWhile(key => key is not null).Select(key => key!).ToArray();
        var value = PlanBasePath(new BaseDataNode(policy.Data, keys), ConstantsOf(keys), path, PlanTracedBaseIteration);
        return (value as SlotNode ?? EmitAssign(value), false);
    }

    private SlotNode PlanTracedBaseIteration(ValueNode collection, Term operand, List<ValueNode> whole)
    {
        var keySlot = variables.AddSlots(1);
        var valueSlot = variables.AddSlots(1);
        whole.Add(new SlotNode(keySlot));
        Emit(new TracedIterateNode(collection, keySlot, valueSlot, new BaseElements(keySlot, new BasePath([.. whole]))));
        Unify(new TraceSide(null, new SlotNode(keySlot)), SideOf(operand));
        return new SlotNode(valueSlot);
    }

    private SlotNode PlanTracedPartial(TracedPartialRulePlan rule, ImmutableArray<Term> path, int at)
    {
        var keys = PlanMemberKeys(rule, path, at);
        return PlanTracedPath(EmitAssign(new TracedRuleValueNode(rule, keys)), path, at + keys.Length);
    }

    private SlotNode PlanTracedPath(ValueNode node, ImmutableArray<Term> path, int from)
    {
        var keys = new List<ValueNode>();
        for (var i = from; i < path.Length; i++)
        {
            if (IsEvaluable(path[i]))
            {
                keys.Add(PlanValue(path[i]));
                continue;
            }

            var keySlot = variables.AddSlots(1);
            var valueSlot = variables.AddSlots(1);
            Emit(new TracedIterateNode(Step(node, keys), keySlot, valueSlot));
            Unify(new TraceSide(null, new SlotNode(keySlot)), SideOf(path[i]));
            node = new SlotNode(valueSlot);
            keys.Clear();
        }

        return keys.Count == 0 && node is SlotNode slot ? slot : EmitAssign(Step(node, keys));
    }
}
