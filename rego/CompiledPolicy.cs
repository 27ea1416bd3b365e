using Gatekeeper.Rego.Analysis;
using Gatekeeper.Rego.Evaluation;
using Gatekeeper.Rego.Planning;

namespace Gatekeeper.Rego;

/// <summary>Compiled modules with their base document. Immutable and thread-safe.</summary>
public sealed class CompiledPolicy
{
    private readonly PlannedPolicy _planned;
    private readonly ContextPool _contexts;

    internal CompiledPolicy(AnalyzedPolicy analyzed)
    {
        _planned = PolicyPlanner.Plan(analyzed);
        _contexts = new ContextPool(analyzed.Data, new PreparedCache());
    }

    /// <summary>Compiles a query against the policy.</summary>
    /// <exception cref="RegoCompilationException">The query does not compile.</exception>
    public PreparedQuery Prepare(string query) => throw new NotSupportedException(query);

    private PreparedQuery Prepare(AnalyzedQuery query) =>
        new(_contexts, QueryPlanner.PlanValue(_planned, query), QueryPlanner.PlanBindings(_planned, query));
}
