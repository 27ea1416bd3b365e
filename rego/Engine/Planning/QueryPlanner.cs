using System.Collections.Immutable;
using Rego.Analysis;
using Rego.Evaluation;
using Rego.Evaluation.Rules;
using Rego.Planning.Tracing;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Values;

namespace Rego.Planning;

/// <summary>Plans a query in its two forms: for the value of its last statement, and for the values of its variables.</summary>
internal static class QueryPlanner
{
    private static readonly HashSet<string> EverythingIsRead = [];

    /// <summary>Plans for the value of the last statement, the first one found.</summary>
    internal static QueryPlan PlanValue(PlannedPolicy policy, AnalyzedQuery query)
    {
        if (policy.IsInstrumented)
        {
            return TracedQueryPlanner.PlanValue(policy, query);
        }

        var planner = new BodyPlanner(policy, new VariableTable(0, 0), EverythingIsRead);
        var expressions = query.Body.Expressions;
        planner.PlanBody(new Body(query.Body.Location, expressions[..^1]));
        var value = planner.PlanExpressionValue(expressions[^1]);
        return Finish(policy, planner, new YieldValueNode(value));
    }

    /// <summary>Plans for the values of the variables, all solutions.</summary>
    internal static QueryPlan PlanBindings(PlannedPolicy policy, AnalyzedQuery query)
    {
        var planner = new BodyPlanner(policy, new VariableTable(0, 1), EverythingIsRead) { QueryNames = query.OriginalNames };
        planner.PlanQuery(query.Body);
        var shown = query.Variables.Where(variable => !variable.IsGenerated && planner.HasValue(variable.Name)).ToArray();
        var keys = shown.Select(RegoValue (variable) => RegoString.From(variable.Label)).ToArray();
        var values = planner.PlanValues([.. shown.Select(Term (variable) => new VarTerm(default, variable.Name))]);
        return Finish(policy, planner, new YieldBindingsNode(keys, values));
    }

    internal static QueryPlan Finish(PlannedPolicy policy, BodyPlanner planner, StatementNode last)
    {
        var unit = policy.AddUnit();
        var entry = planner.Finish(last);
        planner.Size(unit);
        return new QueryPlan(unit, entry);
    }
}
