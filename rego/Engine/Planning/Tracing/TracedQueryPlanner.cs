using Rego.Analysis;
using Rego.Analysis.Names;
using Rego.Evaluation;
using Rego.Evaluation.Tracing;
using Rego.Evaluation.Values;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;
using Rego.Values;

namespace Rego.Planning.Tracing;

/// <summary>Plans an instrumented query for the value of its last statement, which OPA binds to a variable.</summary>
internal static class TracedQueryPlanner
{
    private const string Captured = "$term1";
    private static readonly HashSet<string> EverythingIsRead = [];

    internal static QueryPlan PlanValue(PlannedPolicy policy, AnalyzedQuery query)
    {
        var planner = new BodyPlanner(policy, new VariableTable(0, 0), EverythingIsRead) { QueryNames = query.OriginalNames };
        var expressions = query.Body.Expressions;
        var captured = Capture(expressions[^1], policy.ArityOf);
        planner.PlanQuery(captured is null ? query.Body : new Body(query.Body.Location, expressions[..^1].Add(captured)));
        var value = captured is null ? new ConstantNode(RegoBoolean.True) : planner.PlanValue(new VarTerm(default, Captured));
        return QueryPlanner.Finish(policy, planner, new YieldFirstNode(value));
    }

    /// <summary>The statement with its value in a variable; null where it has no value but only holds.</summary>
    private static TermExpression? Capture(Expression expression, Func<Term, int> arityOf)
    {
        if (expression is not TermExpression { IsNegated: false } statement || SpecialCalls.IsUnification(statement, out _))
        {
            return null;
        }

        var name = new VarTerm(default, Captured);
        if (statement.Term is CallTerm call)
        {
            return arityOf(call.Operator) == call.Arguments.Length && BuiltinNames.Of(call.Operator) != SpecialCalls.InternalPrint
                ? Make.Statement(statement, Make.Call(call, call.Operator, call.Arguments.Add(name)), statement.WithModifiers)
                : null;
        }

        var location = statement.Location;
        var unification = new CallTerm(location, new VarTerm(location, SpecialCalls.Unify), [statement.Term, name], isInfix: true);
        return Make.Statement(statement, unification, statement.WithModifiers);
    }
}
