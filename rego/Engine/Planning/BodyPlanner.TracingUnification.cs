using System.Collections.Immutable;
using Rego.Evaluation;
using Rego.Evaluation.Statements;
using Rego.Evaluation.Tracing;
using Rego.Evaluation.Values;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Planning;

/// <content>Instrumented unification, step by step as OPA tells it.</content>
internal sealed partial class BodyPlanner
{
    /// <summary>Matches the operands in the first slots with a function's arguments.</summary>
    internal void PlanTracedArguments(RuleHead head, Term value)
    {
        for (var i = 0; i < head.ArgumentCount; i++)
        {
            Unify(new TraceSide(null, new SlotNode(i)), SideOf(head.Arguments[i]));
        }

        Emit(new TraceOutputNode(SideOf(value), PointOf(head.ArgumentCount > 0 ? head.Arguments[0] : value)));
    }

    /// <summary>Matches the keys in the first slots with a partial rule's head, where that has patterns.</summary>
    internal void PlanTracedHead(TracePoint point, Term?[] patterns)
    {
        var matched = variables.AddSlots(1);
        Emit(new TracedHeadNode(point, matched));
        for (var i = 0; i < patterns.Length; i++)
        {
            if (patterns[i] is { } pattern)
            {
                Unify(new TraceSide(null, new SlotNode(i)), SideOf(pattern));
            }
        }

        Emit(new NoteSlotNode(matched));
    }

    private void PlanTracedUnification(Term left, Term right)
    {
        if (CanBeTakenApart(left, right))
        {
            Unify(SideOf(left), SideOf(right));
        }
        else
        {
            EmitUnify(new TraceSide(left, null), new TraceSide(right, null));
            PlanUnification(left, right);
        }
    }

    /// <summary>Whether at each step one side has its value; otherwise the order of the text is not one in which values can be given.</summary>
    private bool CanBeTakenApart(Term left, Term right) => IsEvaluable(left) || IsEvaluable(right) || (left, right) switch
    {
        (ArrayTerm a, ArrayTerm b) => a.Items.Length == b.Items.Length && a.Items.Zip(b.Items).All(pair => CanBeTakenApart(pair.First, pair.Second)),
        _ => false,
    };

    private TraceSide SideOf(Term term) =>
        term is VarTerm variable && variables.IsBound(variable.Name) ? new TraceSide(null, new SlotNode(variables.SlotOf(variable.Name))) : new TraceSide(term, null);

    private ValueNode ValueOf(TraceSide side) => side.Value ?? PlanValue(side.Term!);

    private void EmitUnify(TraceSide left, TraceSide right)
    {
        var shown = new[] { left.Term, right.Term }.OfType<Term>().ToImmutableArray();
        Emit(new TraceUnifyNode(left, right, PointOf(new ArrayTerm(default, shown)) with { Documents = [] }));
    }

    private void Unify(TraceSide left, TraceSide right)
    {
        EmitUnify(left, right);
        if (TryUnifyEvaluated(left, right) || TryUnifyEvaluated(right, left))
        {
            return;
        }

        if (left.Term is VarTerm variable && IsUnbound(variable))
        {
            Give(variable, right);
        }
        else if (right.Term is VarTerm other && IsUnbound(other))
        {
            Give(other, left);
        }
        else
        {
            UnifyKnown(left, right);
        }
    }

    /// <summary>A reference or a comprehension: its value takes the place of the left side.</summary>
    private bool TryUnifyEvaluated(TraceSide evaluated, TraceSide other)
    {
        switch (evaluated.Term)
        {
            case RefTerm or VarTerm { Name: RootDocuments.Input or RootDocuments.Data }:
                var (value, isDocument) = PlanTracedReference(evaluated.Term);
                var side = new TraceSide(null, value);
                Unify(isDocument ? Again(other) : side, isDocument ? side : Again(other));
                return true;
            case ArrayComprehensionTerm or SetComprehensionTerm or ObjectComprehensionTerm:
                Unify(new TraceSide(null, EmitAssign(PlanValue(evaluated.Term))), other);
                return true;
            default:
                return false;
        }
    }

    /// <summary>A side whose variable may have got its value meanwhile.</summary>
    private TraceSide Again(TraceSide side) => side.Term is null ? side : SideOf(side.Term);

    private void Give(VarTerm variable, TraceSide side)
    {
        // Two variables without a value: nothing reads them before they are given one.
        if (side.Term is not VarTerm other || !IsUnbound(other))
        {
            var value = ValueOf(side);
            Emit(new AssignNode(BindAt(variable), value));
        }
    }

    private void UnifyKnown(TraceSide left, TraceSide right)
    {
        switch (left.Term, right.Term)
        {
            case (ArrayTerm a, ArrayTerm b) when a.Items.Length == b.Items.Length:
                UnifyEach([.. a.Items.Select(item => new TraceSide(item, null))], [.. b.Items.Select(item => new TraceSide(item, null))]);
                break;
            case (ArrayTerm a, null):
                UnifyEach([.. a.Items.Select(item => new TraceSide(item, null))], TakeApart(right.Value!, a));
                break;
            case (null, ArrayTerm b):
                UnifyEach(TakeApart(left.Value!, b), [.. b.Items.Select(item => new TraceSide(item, null))]);
                break;
            case (ObjectTerm a, null) when HasConstantKeys(a):
                UnifyEach([.. SortedValues(a).Select(item => new TraceSide(item, null))], TakeApart(right.Value!, a));
                break;
            case (null, ObjectTerm b) when HasConstantKeys(b):
                UnifyEach(TakeApart(left.Value!, b), [.. SortedValues(b).Select(item => new TraceSide(item, null))]);
                break;
            case (null, null):
                Emit(new TracedEqualNode(left.Value!, right.Value!, PointOf(new NullTerm(default))));
                break;
            default:
                UnifyOther(left, right);
                break;
        }
    }

    private void UnifyOther(TraceSide left, TraceSide right)
    {
        if (left.Term is { } a && right.Term is { } b)
        {
            PlanUnification(a, b);
        }
        else if (left.Term is { } pattern)
        {
            PlanMatch(pattern, right.Value!);
        }
        else
        {
            PlanMatch(right.Term!, left.Value!);
        }
    }

    private void UnifyEach(TraceSide[] left, TraceSide[] right)
    {
        for (var i = 0; i < left.Length; i++)
        {
            Unify(Again(left[i]), Again(right[i]));
        }
    }

    private static bool HasConstantKeys(ObjectTerm term) =>
        term.Members.All(member => ConstantTerms.ToScalar(member.Key) is not null)
            && term.Members.Select(member => ConstantTerms.ToScalar(member.Key)).Distinct().Count() == term.Members.Length;

    private static IEnumerable<ObjectMember> Sorted(ObjectTerm term) => term.Members.OrderBy(member => ConstantTerms.ToScalar(member.Key));

    private static IEnumerable<Term> SortedValues(ObjectTerm term) => Sorted(term).Select(member => member.Value);

    private TraceSide[] TakeApart(ValueNode value, ArrayTerm pattern)
    {
        var first = variables.AddSlots(pattern.Items.Length);
        Emit(new ArrayShapeNode(value, first, pattern.Items.Length));
        return SidesFrom(first, pattern.Items.Length);
    }

    private TraceSide[] TakeApart(ValueNode value, ObjectTerm pattern)
    {
        var keys = PlanValues([.. Sorted(pattern).Select(member => member.Key)]);
        var first = variables.AddSlots(keys.Length);
        Emit(new ObjectShapeNode(value, keys, first));
        return SidesFrom(first, keys.Length);
    }

    private static TraceSide[] SidesFrom(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(slot => new TraceSide(null, new SlotNode(slot)))];
}
