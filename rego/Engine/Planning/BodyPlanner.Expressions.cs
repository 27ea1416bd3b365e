using Rego.Evaluation;
using Rego.Evaluation.Statements;
using Rego.Evaluation.Values;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Values;
using Rego.Work;

namespace Rego.Planning;

/// <content>Statements.</content>
internal sealed partial class BodyPlanner
{
    /// <summary>Plans a statement for its value: that of a term, and <c>true</c> for what only holds or does not.</summary>
    internal ValueNode PlanExpressionValue(Expression expression)
    {
        if (expression is not TermExpression { IsNegated: false } statement || IsUnification(statement.Term))
        {
            PlanExpression(expression);
            return new ConstantNode(RegoBoolean.True);
        }

        if (expression.WithModifiers.IsDefaultOrEmpty)
        {
            return PlanValue(statement.Term);
        }

        Emit(new EnterWithNode(PlanModifiers(expression.WithModifiers)));
        var value = EmitAssign(PlanValue(statement.Term));
        Emit(new LeaveWithNode());
        return value;
    }

    private static bool IsUnification(Term term) => term is CallTerm call && NameOf(call.Operator) is ("eq" or "assign" or "print");

    private void PlanExpression(Expression expression)
    {
        CompilerWork.At(expression.Location);
        if (expression.WithModifiers.IsDefaultOrEmpty)
        {
            PlanWithout(expression);
            return;
        }

        var replacements = PlanModifiers(expression.WithModifiers);
        Emit(new EnterWithNode(replacements));
        PlanWithout(expression);
        Emit(new LeaveWithNode());
    }

    private void PlanWithout(Expression expression)
    {
        switch (expression)
        {
            case TermExpression { IsNegated: true } statement:
                PlanNegated(CallPlaces.WithPlaceOf(statement));
                break;
            case TermExpression statement:
                PlanStatement(CallPlaces.WithPlaceOf(statement));
                break;
            case SomeExpression { Domain: not null } some:
                PlanSome(some, some.Domain);
                break;
            case SomeExpression:
                break;
            case EveryExpression every:
                PlanEvery(every);
                break;
            case NotBodyExpression not:
                Emit(new NotNode(PlanExists(not.Operand.Body)));
                break;
            case LogicalExpression logical:
                PlanLogical(logical);
                break;
            default:
                throw new UnplannableException($"a statement of the kind {expression.GetType().Name} cannot be planned", expression.Location);
        }
    }

    /// <summary>A term that stands as a statement.</summary>
    private void PlanStatement(Term term)
    {
        if (term is CallTerm call)
        {
            PlanCallStatement(call);
        }
        else
        {
            Emit(new TestNode(PlanValue(term)));
        }
    }

    private void PlanCallStatement(CallTerm call)
    {
        switch (NameOf(call.Operator))
        {
            case "eq" or "assign":
                PlanUnification(call.Arguments[0], call.Arguments[1]);
                break;
            case "equal":
                var (left, right) = PlanPair(call.Arguments[0], call.Arguments[1]);
                EmitEqual(left, right);
                break;
            case "print":
                Emit(new PrintNode([.. call.Arguments.Select(PlanValueSet)]));
                break;
            default:
                Emit(new TestNode(PlanValue(call)));
                break;
        }
    }

    private void PlanSome(SomeExpression some, Term domain)
    {
        var collection = PlanValue(domain);
        var symbols = some.Symbols;
        var value = symbols[^1];
        var key = symbols.Length > 1 ? symbols[0] : null;
        var keySlot = key is null || IsWildcard(key) ? -1 : SlotFor(key);
        var valueSlot = SlotFor(value);
        Emit(new IterateNode(collection, keySlot, valueSlot));
        if (keySlot >= 0)
        {
            PlanRest(key!, keySlot);
        }

        PlanRest(value, valueSlot);
    }

    /// <summary>The slot that an iteration assigns for a pattern: the variable's own where the pattern is a new variable.</summary>
    private int SlotFor(Term pattern) =>
        pattern is VarTerm variable && !IsWildcard(variable) && IsUnbound(variable) ? variables.Bind(variable.Name) : variables.AddSlots(1);

    private void PlanRest(Term pattern, int slot)
    {
        var isDone = IsWildcard(pattern)
            || (pattern is VarTerm variable && variables.IsBound(variable.Name) && variables.SlotOf(variable.Name) == slot);
        if (!isDone)
        {
            PlanMatch(pattern, new SlotNode(slot));
        }
    }

    private void PlanEvery(EveryExpression every)
    {
        ValueNode domain = EmitAssign(PlanValue(every.Domain));
        if (every.IsNegated)
        {
            Emit(new NotNode(PlanNested(() => EmitEvery(every, domain), static () => new SucceedNode())));
        }
        else
        {
            EmitEvery(every, domain);
        }
    }

    private void EmitEvery(EveryExpression every, ValueNode domain)
    {
        var mark = variables.Mark;
        var keySlot = every.Key is null || IsWildcard(every.Key) ? -1 : SlotFor(every.Key);
        var valueSlot = SlotFor(every.Value);
        var body = PlanNested(
            () =>
            {
                if (keySlot >= 0)
                {
                    PlanRest(every.Key!, keySlot);
                }

                PlanRest(every.Value, valueSlot);
                PlanBody(every.Body);
            },
            static () => new SucceedNode());
        variables.Release(mark);
        Emit(new EveryNode(domain, keySlot, valueSlot, body));
    }

    private void PlanLogical(LogicalExpression logical)
    {
        var node = new LogicalNode(logical.Operation, PlanExists(logical.Left.Body), PlanExists(logical.Right.Body));
        if (logical.IsNegated)
        {
            node.Next = new SucceedNode();
            Emit(new NotNode(node));
        }
        else
        {
            Emit(node);
        }
    }

    private StatementNode PlanExists(Body body) => PlanNested(() => PlanBody(body), static () => new SucceedNode());
}
