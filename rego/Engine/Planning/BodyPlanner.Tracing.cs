using System.Collections.Immutable;
using Rego.Analysis.Names;
using Rego.Evaluation;
using Rego.Evaluation.Rules;
using Rego.Evaluation.Statements;
using Rego.Evaluation.Tracing;
using Rego.Evaluation.Values;
using Rego.Planning.Tracing;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;
using Rego.Work;

namespace Rego.Planning;

/// <content>Instrumented statements: each between nodes that tell how it goes.</content>
internal sealed partial class BodyPlanner
{
    private readonly Dictionary<string, SourceLocation> _places = [];
    private readonly Dictionary<string, int> _madeNames = [];
    private bool _isEarlyBody;

    /// <summary>The names as written of a query's renamed variables.</summary>
    internal IReadOnlyDictionary<string, string> QueryNames { get; init; } = new Dictionary<string, string>();

    /// <summary>Plans the statements of a query.</summary>
    internal void PlanQuery(Body body)
    {
        if (policy.IsInstrumented)
        {
            PlanTracedBody(body, isOutermost: true);
        }
        else
        {
            PlanBody(body);
        }
    }

    /// <summary>Plans the statements of a body that is told of as a part of its rule.</summary>
    internal void PlanTracedStatements(Body? body)
    {
        for (var i = 0; i < (body?.Expressions.Length ?? 0); i++)
        {
            PlanTraced(body!.Expressions[i], i, body);
        }
    }

    private void PlanTracedBody(Body body, bool isOutermost = false)
    {
        var told = TracePoints.BodyOf(body);
        Emit(new TracedEntryNode(PointOf(told), isOutermost));
        PlanTracedStatements(body);
        Emit(new TracedExitNode(PointOf(told)));
    }

    private void PlanTraced(Expression expression, int index, Body? surroundings)
    {
        CompilerWork.At(expression.Location);
        var point = PointOf(expression, index) with { Surroundings = surroundings };
        var isNegated = expression.IsNegated || expression is NotBodyExpression;
        var solved = variables.AddSlots(1);
        Emit(isNegated ? new TracedBeginNode(point) : new TracedStatementNode(point, solved));
        var hasModifiers = !expression.WithModifiers.IsDefaultOrEmpty;
        if (hasModifiers)
        {
            Emit(new EnterWithNode(PlanModifiers(expression.WithModifiers)));
        }

        if (isNegated)
        {
            Emit(new TracedNotNode(point, PlanCondition(TracePoints.NegatedBodyOf(expression))));
        }
        else
        {
            PlanTracedInner(expression, point, index);
            Emit(new TracedSolutionNode(PointOf(expression, index), solved));
        }

        if (hasModifiers)
        {
            Emit(new LeaveWithNode());
        }
    }

    private void PlanTracedInner(Expression expression, TracePoint point, int index)
    {
        switch (expression)
        {
            case TermExpression { Term: CallTerm call } when NameOf(call.Operator) is SpecialCalls.Unify or SpecialCalls.Assign:
                PlanTracedUnification(call.Arguments[0], call.Arguments[1]);
                break;
            case TermExpression { Term: CallTerm } statement:
                PlanTracedCall((CallTerm)CallPlaces.WithPlaceOf(statement));
                break;
            case TermExpression statement:
                PlanTracedTerm(statement.Term, index);
                break;
            case EveryExpression every:
                PlanTracedEvery(every, point);
                break;
            case LogicalExpression logical:
                Emit(new TracedLogicalNode(logical.Operation, PlanCondition(logical.Left.Body), PlanCondition(logical.Right.Body)));
                break;
            case SomeExpression { Domain: null }:
                break;
            default:
                PlanWithout(expression);
                break;
        }
    }

    /// <summary>A term as a statement: its value gets a variable, named after the query that runs.</summary>
    private void PlanTracedTerm(Term term, int index)
    {
        var nameSlot = variables.AddSlots(1);
        var name = $"$_term_{nameSlot}";
        _madeNames[name] = nameSlot;
        Emit(new TraceTermNameNode(nameSlot, index));
        PlanTracedUnification(term, new VarTerm(default, name));
        Emit(new TestNode(new SlotNode(variables.SlotOf(name))));
    }

    private TracedCondition PlanCondition(Body body)
    {
        var told = TracePoints.BodyOf(body);
        var point = PointOf(told);
        var held = variables.AddSlots(1);
        var isEarly = _isEarlyBody;
        _isEarlyBody = false;
        var entry = PlanNested(() => PlanTracedStatements(body), () => new TracedHoldsNode(PointOf(told), held, isEarly));
        return new TracedCondition(point, entry, held);
    }

    private void PlanTracedEvery(EveryExpression every, TracePoint point)
    {
        var mark = variables.Mark;
        var domain = PlanValue(every.Domain);
        var holds = variables.AddSlots(1);
        var place = every.Domain.Location;
        var elements = new RefTerm(place, every.Domain, [every.Key!]);
        var generator = new TermExpression(place, new CallTerm(place, new VarTerm(place, SpecialCalls.Unify), [elements, every.Value], isInfix: true), isNegated: false, []);
        var entry = PlanNested(
            () => PlanTraced(generator, 0, null),
            () =>
            {
                _isEarlyBody = true;
                var inner = PointOf(point.Node, point.Index);
                return new TracedEveryElementNode(inner, PlanCondition(every.Body), holds);
            });
        variables.Release(mark);
        Emit(new TracedEveryNode(point, domain, entry, holds));
    }

    private void PlanTracedCall(CallTerm call)
    {
        var arity = policy.ArityOf(call.Operator);
        var output = call.Arguments.Length > arity ? call.Arguments[arity] : null;
        var operands = call.Arguments[..Math.Min(arity, call.Arguments.Length)];
        if (FindCallee(call.Operator) is { } function)
        {
            PlanTracedFunction(function, operands, output);
            return;
        }

        if (BuiltinNames.Of(call.Operator) == SpecialCalls.TestCase)
        {
            Emit(new TracedTestCaseNode(call, PlanValue(operands[0])));
            return;
        }

        var value = PlanCall(new CallTerm(call.Location, call.Operator, operands, call.IsInfix));
        if (output is null)
        {
            Emit(new TestNode(value));
        }
        else
        {
            var slot = EmitAssign(value);
            Unify(SideOf(output), new TraceSide(null, slot));
        }
    }

    private void PlanTracedFunction(FunctionPlan function, ImmutableArray<Term> operands, Term? output)
    {
        var values = PlanValues(operands);
        if (output is VarTerm variable && IsUnbound(variable))
        {
            Emit(new TracedFunctionCallNode(function, values, BindAt(variable), output));
            return;
        }

        var slot = output is null ? -1 : variables.AddSlots(1);
        Emit(new TracedFunctionCallNode(function, values, slot, output));
        if (output is not null)
        {
            Unify(SideOf(output), new TraceSide(null, new SlotNode(slot)));
        }
    }

    private int BindAt(VarTerm variable)
    {
        _places[variable.Name] = variable.Location;
        return variables.Bind(variable.Name);
    }
}
