using System.Collections.Immutable;
using Rego.Analysis.Rewriting;
using Rego.Evaluation;
using Rego.Evaluation.Statements;
using Rego.Evaluation.Values;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;

namespace Rego.Planning;

/// <summary>
/// Plans one body, statement by statement from left to right. Since the order is safe, what has a value at each place is known,
/// and each variable is assigned at one place only. A term with several values becomes a statement that iterates, and a node
/// that reads the slot which that statement assigns.
/// </summary>
internal sealed partial class BodyPlanner(PlannedPolicy policy, VariableTable variables, IReadOnlySet<string> unread)
{
    private const int StatementsPerStackCheck = 64;

    private List<StatementNode> _statements = [];

    /// <summary>Plans statements; none for null.</summary>
    internal void PlanBody(Body? body)
    {
        if (body is null)
        {
            return;
        }

        if (policy.IsInstrumented)
        {
            PlanTracedBody(body);
            return;
        }

        foreach (var expression in body.Expressions)
        {
            PlanExpression(expression);
        }
    }

    /// <summary>Plans the body of a rule or a function, what is cheap and decides first.</summary>
    /// <returns>The terms of the head as they are to be planned behind the body.</returns>
    internal ImmutableArray<Term> PlanRuleBody(Body? body, ImmutableArray<Term> arguments, params ImmutableArray<Term> head)
    {
        if (body is not null && TestCaseCalls.IsIn(body))
        {
            // What fails behind the call must not hide the case.
            PlanBody(body);
            return head;
        }

        var guards = new GuardStatements(policy, arguments);
        ImmutableArray<Term> moved = [.. head.Select(guards.Move)];
        foreach (var expression in guards.Arrange(body?.Expressions ?? []))
        {
            PlanExpression(expression);
        }

        return moved;
    }

    /// <summary>Gives a function's arguments their values from the first slots.</summary>
    internal void PlanArguments(ImmutableArray<Term> arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is VarTerm variable && !IsWildcard(variable) && IsUnbound(variable))
            {
                variables.BindTo(variable.Name, i);
            }
        }

        for (var i = 0; i < arguments.Length; i++)
        {
            if (!IsWildcard(arguments[i]) && !IsArgumentItself(arguments[i], i))
            {
                PlanMatch(arguments[i], new SlotNode(i));
            }
        }
    }

    /// <summary>Links the statements, the given one last.</summary>
    /// <returns>The first.</returns>
    internal StatementNode Finish(StatementNode last)
    {
        var next = last;
        for (var i = _statements.Count - 1; i >= 0; i--)
        {
            _statements[i].Next = next;
            next = i % StatementsPerStackCheck == StatementsPerStackCheck - 1 ? new StackCheckNode { Next = _statements[i] } : _statements[i];
        }

        return next;
    }

    /// <summary>Makes the unit's frames large enough for this body.</summary>
    internal void Size(CodeUnit unit)
    {
        unit.SlotCount = Math.Max(unit.SlotCount, variables.SlotCount);
        unit.StateCount = Math.Max(unit.StateCount, variables.StateCount);
    }

    /// <summary>Whether a variable has a value after all that was planned.</summary>
    internal bool HasValue(string name) => variables.IsBound(name);

    private bool IsArgumentItself(Term argument, int at) =>
        argument is VarTerm variable && variables.IsBound(variable.Name) && variables.SlotOf(variable.Name) == at;

    private void Emit(StatementNode statement) => _statements.Add(statement);

    /// <summary>Emits a comparison; one right behind an iteration, of what the element holds, becomes a part of the iteration.</summary>
    private void EmitEqual(ValueNode left, ValueNode right)
    {
        if (_statements.Count > 0 && _statements[^1] is IterateNode iterate
            && (JoinOf(iterate, left, right) ?? JoinOf(iterate, right, left)) is { } join)
        {
            _statements[^1] = join;
        }
        else
        {
            Emit(new EqualNode(left, right));
        }
    }

    private IterateWhereNode? JoinOf(IterateNode iterate, ValueNode element, ValueNode wanted)
    {
        var (head, path) = element switch
        {
            ConstantPathNode place => (place.Head, place.Path),
            BasePathNode { Names: { } names } place => (place.Head, names),
            _ => (element, []),
        };
        var isOfElement = head is SlotNode slot && slot.Slot == iterate.ValueSlot;
        var isKnown = wanted is ConstantNode || (wanted is SlotNode other && other.Slot != iterate.ValueSlot && other.Slot != iterate.KeySlot);
        return policy.UsesShortcuts && isOfElement && isKnown
            ? new IterateWhereNode(policy.AddNode(), iterate, path, element, wanted)
            : null;
    }

    private SlotNode EmitAssign(ValueNode value)
    {
        var slot = variables.AddSlots(1);
        Emit(new AssignNode(slot, value));
        return new SlotNode(slot);
    }

    /// <summary>Plans a nested body, whose variables have no value outside it.</summary>
    private StatementNode PlanNested(Action plan, Func<StatementNode> last)
    {
        var outer = _statements;
        var mark = variables.Mark;
        _statements = [];
        plan();
        var entry = Finish(last());
        variables.Release(mark);
        _statements = outer;
        return entry;
    }

    /// <summary>Whether a term is a variable that nobody reads.</summary>
    private bool IsWildcard(Term term) => term is VarTerm variable && ((variable.IsWildcard && !variable.IsCapture) || unread.Contains(variable.Name));

    private bool IsUnbound(VarTerm variable) =>
        !variables.IsBound(variable.Name) && !IsDocument(variable);

    private static bool IsDocument(VarTerm variable) => variable.Name is "input" or "data";
}
