using System.Collections.Immutable;
using Rego.Evaluation;
using Rego.Evaluation.Statements;
using Rego.Evaluation.Values;
using Rego.Syntax.Terms;
using Rego.Trees;
using Rego.Values;

namespace Rego.Planning;

/// <content>Unification: of terms with values, and of patterns in which variables get theirs.</content>
internal sealed partial class BodyPlanner
{
    private readonly List<string> _assumed = [];

    /// <summary>Whether a term is made of variables, constants, arrays and objects only, so that a value can be taken apart by it.</summary>
    internal bool IsPattern(Term term) => term switch
    {
        VarTerm variable => !IsDocument(variable),
        ArrayTerm array => array.Items.All(IsPattern),
        ObjectTerm members => members.Members.All(member => ConstantTerms.ToScalar(member.Key) is not null && IsPattern(member.Value)),
        _ => ConstantTerms.ToScalar(term) is not null,
    };

    /// <summary>Matches a value against a pattern, giving the pattern's variables their values.</summary>
    internal void PlanMatch(Term pattern, ValueNode value)
    {
        switch (pattern)
        {
            case VarTerm wildcard when IsWildcard(wildcard) && IsUnbound(wildcard):
                EmitDefined(value);
                break;
            case VarTerm variable when IsUnbound(variable):
                EmitVariable(variable, value);
                break;
            case ArrayTerm array when !IsEvaluable(array):
                PlanArrayMatch(array, value);
                break;
            case ObjectTerm members when !IsEvaluable(members):
                PlanObjectMatch(members, value);
                break;
            default:
                EmitEqual(value, PlanValue(pattern));
                break;
        }
    }

    private void EmitDefined(ValueNode value)
    {
        if (value is not SlotNode)
        {
            Emit(new DefinedNode(value));
        }
    }

    /// <summary>Gives a variable its value; where that is the element of the iteration right before, the iteration assigns it.</summary>
    private void EmitVariable(VarTerm variable, ValueNode value)
    {
        if (value is SlotNode slot && _statements.Count > 0 && _statements[^1] is IterateNode iterate
            && iterate.ValueSlot == slot.Slot && !variables.IsNamed(slot.Slot))
        {
            _statements[^1] = new IterateNode(iterate.Collection, iterate.KeySlot, variables.Bind(variable.Name), iterate.Elements);
        }
        else
        {
            Emit(new AssignNode(variables.Bind(variable.Name), value));
        }
    }

    private void PlanUnification(Term left, Term right)
    {
        if (IsEvaluable(left))
        {
            if (IsEvaluable(right))
            {
                var (a, b) = PlanPair(left, right);
                EmitEqual(a, b);
            }
            else
            {
                PlanMatch(right, PlanValue(left));
            }
        }
        else if (IsEvaluable(right))
        {
            PlanMatch(left, PlanValue(right));
        }
        else
        {
            PlanPairs(Pair(left, right));
        }
    }

    private void PlanArrayMatch(ArrayTerm pattern, ValueNode value)
    {
        var first = variables.AddSlots(pattern.Items.Length);
        Emit(new ArrayShapeNode(value, first, pattern.Items.Length));
        PlanElements(pattern.Items, first);
    }

    private void PlanObjectMatch(ObjectTerm pattern, ValueNode value)
    {
        var keys = PlanValues([.. pattern.Members.Select(member => member.Key)]);
        var first = variables.AddSlots(keys.Length);
        Emit(new ObjectShapeNode(value, keys, first));
        PlanElements([.. pattern.Members.Select(member => member.Value)], first);
    }

    /// <summary>Matches what was taken apart; a reference or a call among the patterns waits until its variables have values.</summary>
    private void PlanElements(ImmutableArray<Term> patterns, int first)
    {
        for (var i = 0; i < patterns.Length; i++)
        {
            if (!MustWait(patterns[i]))
            {
                PlanElement(patterns[i], first + i);
            }
        }

        for (var i = 0; i < patterns.Length; i++)
        {
            if (MustWait(patterns[i]))
            {
                PlanMatch(patterns[i], new SlotNode(first + i));
            }
        }
    }

    private void PlanElement(Term pattern, int slot)
    {
        if (!IsWildcard(pattern))
        {
            PlanMatch(pattern, new SlotNode(slot));
        }
    }

    private static bool MustWait(Term pattern) => pattern is RefTerm or CallTerm or SetTerm;

    /// <summary>The parts of two patterns of the same shape; null where they can never be equal.</summary>
    private static List<(Term Left, Term Right)>? Pair(Term left, Term right)
    {
        if (left is ArrayTerm a && right is ArrayTerm b)
        {
            return a.Items.Length == b.Items.Length ? [.. a.Items.Zip(b.Items)] : null;
        }

        if (left is not ObjectTerm x || right is not ObjectTerm y)
        {
            throw Unplannable(left);
        }

        if (x.Members.Length != y.Members.Length)
        {
            return null;
        }

        var pairs = new List<(Term, Term)>();
        foreach (var member in x.Members)
        {
            var key = ConstantTerms.ToScalar(member.Key) ?? throw Unplannable(member.Key);
            var other = y.Members.FirstOrDefault(candidate => key.Equals(ConstantTerms.ToScalar(candidate.Key)));
            if (other.Key is null)
            {
                return null;
            }

            pairs.Add((member.Value, other.Value));
        }

        return pairs;
    }

    private void PlanPairs(List<(Term Left, Term Right)>? pairs)
    {
        if (pairs is null)
        {
            Emit(new TestNode(new ConstantNode(RegoBoolean.False)));
            return;
        }

        while (pairs.Count > 0)
        {
            var at = pairs.FindIndex(pair => IsEvaluable(pair.Left) || IsEvaluable(pair.Right));
            at = at >= 0 ? at : pairs.FindIndex(pair => pair is (ArrayTerm or ObjectTerm, ArrayTerm or ObjectTerm));
            if (at < 0)
            {
                // Wildcards match whatever the other side will be; anything else here is not safe.
                pairs.RemoveAll(pair => IsWildcard(pair.Left) || IsWildcard(pair.Right));
                at = pairs.Count > 0 ? throw Unplannable(pairs[0].Left) : at;
                return;
            }

            var (left, right) = pairs[at];
            pairs.RemoveAt(at);
            PlanUnification(left, right);
        }
    }

    /// <summary>Whether a term can be planned for its values here: unbound variables are only operands that an iteration assigns.</summary>
    private bool IsEvaluable(Term term)
    {
        var mark = _assumed.Count;
        var result = Check(term);
        _assumed.RemoveRange(mark, _assumed.Count - mark);
        return result;
    }

    private bool Check(Term term) => term switch
    {
        VarTerm variable => !IsUnbound(variable) || _assumed.Contains(variable.Name),
        RefTerm reference => CheckReference(reference),
        CallTerm call => CheckAll(call.Arguments),
        ArrayTerm array => CheckAll(array.Items),
        SetTerm set => CheckAll(set.Items),
        ObjectTerm members => CheckAll([.. members.Members.SelectMany(member => new[] { member.Key, member.Value })]),
        _ => true,
    };

    private bool CheckReference(RefTerm reference)
    {
        if (!Check(reference.Head))
        {
            return false;
        }

        foreach (var operand in reference.Path)
        {
            if (!Check(operand))
            {
                if (!IsPattern(operand))
                {
                    return false;
                }

                Assume(operand);
            }
        }

        return true;
    }

    private void Assume(Term pattern)
    {
        switch (pattern)
        {
            case VarTerm variable:
                _assumed.Add(variable.Name);
                break;
            case ArrayTerm array:
                array.Items.ToList().ForEach(Assume);
                break;
            case ObjectTerm members:
                members.Members.ToList().ForEach(member => Assume(member.Value));
                break;
        }
    }

    private bool CheckAll(ImmutableArray<Term> terms) =>
        terms.Where(term => term is not VarTerm).All(Check) && terms.Where(term => term is VarTerm).All(Check);
}
