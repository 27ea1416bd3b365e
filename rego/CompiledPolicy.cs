using Gatekeeper.Rego.Analysis;
using Gatekeeper.Rego.Diagnostics;
using Gatekeeper.Rego.Evaluation;
using Gatekeeper.Rego.Networking;
using Gatekeeper.Rego.Parsing;
using Gatekeeper.Rego.Planning;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego;

/// <summary>Compiled modules with their base document. Immutable and thread-safe.</summary>
public sealed class CompiledPolicy
{
    private readonly AnalyzedPolicy _analyzed;
    private readonly PlannedPolicy _planned;
    private readonly ContextPool _contexts;

    internal CompiledPolicy(AnalyzedPolicy analyzed)
    {
        _analyzed = analyzed;
        _planned = PolicyPlanner.Plan(analyzed);
        _contexts = new ContextPool(analyzed.Data, new PreparedCache(), NetworkOf(analyzed.Options));
    }

    /// <summary>The capabilities that a policy is compiled against may narrow what the host allows.</summary>
    private static NetworkAccess NetworkOf(RegoCompilerOptions options)
    {
        var access = options.Network ?? NetworkAccess.Nowhere;
        return options.Capabilities is { AllowNet: { IsDefault: false } hosts } ? access.Within(hosts) : access;
    }

    /// <summary>Compiles a query against the policy.</summary>
    /// <exception cref="RegoCompilationException">The query does not compile.</exception>
    public PreparedQuery Prepare(string query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return DeepStack.Run(() => Compile(query));
    }

    private PreparedQuery Compile(string query)
    {
        var errors = new DiagnosticBag();
        var body = Parser.ParseQuery(new SourceFile(string.Empty, query), errors, features: LanguageFeatures.Of(_analyzed.Options.Capabilities));
        var analyzed = body is null || errors.HasErrors ? null : QueryAnalyzer.Analyze(body, _analyzed, errors);
        return analyzed is null ? throw new RegoCompilationException([.. errors]) : Prepare(analyzed);
    }

    private PreparedQuery Prepare(AnalyzedQuery query) =>
        new(_contexts, QueryPlanner.PlanValue(_planned, query), QueryPlanner.PlanBindings(_planned, query), FixedRules.ReachedBy(_planned, query));
}
