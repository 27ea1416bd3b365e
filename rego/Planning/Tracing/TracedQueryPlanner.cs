using Gatekeeper.Rego.Analysis;
using Gatekeeper.Rego.Evaluation;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Planning;

/// <summary>Plans an instrumented query for the value of its last statement, which OPA binds to a variable.</summary>
internal static class TracedQueryPlanner
{
    private const string Captured = "$term1";
    private static readonly HashSet<string> EverythingIsRead = [];

    internal static QueryPlan PlanValue(PlannedPolicy policy, AnalyzedQuery query)
    {
        var planner = new BodyPlanner(policy, new VariableTable(0, 0), EverythingIsRead) { QueryNames = query.OriginalNames };
        var expressions = query.Body.Expressions;
        var captured = QueryCaptures.Capture(expressions[^1], Captured, policy.ArityOf);
        planner.PlanQuery(captured is null ? query.Body : new Body(query.Body.Location, expressions[..^1].Add(captured)));
        ValueNode value = captured is null ? new ConstantNode(RegoBoolean.True) : planner.PlanValue(new VarTerm(default, Captured));
        return QueryPlanner.Finish(policy, planner, new YieldValueNode(value));
    }
}
