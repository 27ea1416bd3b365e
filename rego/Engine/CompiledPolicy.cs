using System.Diagnostics;
using Rego.Analysis;
using Rego.Analysis.Names;
using Rego.Analysis.Rewriting;
using Rego.Diagnostics;
using Rego.Errors;
using Rego.Evaluation;
using Rego.Evaluation.Documents;
using Rego.Evaluation.Rules;
using Rego.Networking;
using Rego.Options;
using Rego.Parsing;
using Rego.Planning;
using Rego.Printing;
using Rego.Queries;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Trees;
using Rego.Values;
using Rego.Work;

namespace Rego;

/// <summary>Compiled modules with their base document. Thread-safe, and immutable but for what <see cref="Settle"/> says.</summary>
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
        return CompilerWork.Run(() => Compile(query));
    }

    /// <summary>Compiles a query against the policy, to be asked for the values of its expressions as well.</summary>
    /// <param name="query">The query.</param>
    /// <param name="context">What it may name; only <c>data</c> and <c>input</c> where null.</param>
    /// <exception cref="RegoCompilationException">The query does not compile.</exception>
    public CapturedQuery PrepareCaptured(string query, QueryContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        return CompilerWork.Run(() => CompileCaptured(query, context ?? QueryContext.Empty));
    }

    /// <summary>
    /// Makes a value that was computed and found right the constant value of a rule: no evaluation computes it any more, whatever its
    /// bounds, unless a <c>with</c> stands in the way. For values that are dear and the same for every input.
    /// </summary>
    /// <param name="rule">The path of the rule below <c>data</c>.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">There is no such rule.</exception>
    public void Settle(IEnumerable<string> rule, RegoValue value)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(value);
        (Find(rule) ?? throw new ArgumentException("There is no such rule.", nameof(rule))).Settle(value);
    }

    /// <summary>Whether a rule stands at a path below <c>data</c>; functions do not count.</summary>
    /// <param name="rule">The path of the rule.</param>
    public bool HasRule(IEnumerable<string> rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return Find(rule) is not null;
    }

    private RulePlan? Find(IEnumerable<string> path)
    {
        var place = _planned.Root;
        foreach (var key in path)
        {
            if (!place.TryGetChild(RegoString.From(key), out var child))
            {
                return null;
            }

            place = child;
        }

        return place.Rule;
    }

    private PreparedQuery Compile(string query)
    {
        var errors = new DiagnosticBag();
        var body = Parser.ParseQuery(new SourceFile(string.Empty, query), errors, features: LanguageFeatures.Of(_analyzed.Options.Capabilities));
        var analyzed = body is null || errors.HasErrors ? null : QueryAnalyzer.Analyze(body, _analyzed, errors);
        return analyzed is null ? throw new RegoCompilationException([.. errors]) : Prepare(analyzed);
    }

    private CapturedQuery CompileCaptured(string query, QueryContext context)
    {
        var errors = new DiagnosticBag();
        var capture = new ValueCapture();
        var start = Stopwatch.GetTimestamp();
        var body = ParseIn(context, query, errors);
        var parsing = Stopwatch.GetElapsedTime(start);
        var analyzed = body is null ? null : QueryAnalyzer.Analyze(body, _analyzed, errors, capture);
        return analyzed is null
            ? throw new RegoCompilationException([.. errors])
            : new CapturedQuery(Prepare(analyzed), capture.ExpressionsIn(analyzed.Body)) { Parsing = parsing };
    }

    /// <summary>Reads a query and resolves its names; null where anything is wrong.</summary>
    private Body? ParseIn(QueryContext context, string query, DiagnosticBag errors)
    {
        if (context.ReadImports(errors) is not { } imports)
        {
            return null;
        }

        if (query.Length == 0)
        {
            errors.Add(DiagnosticCodes.Load, "cannot evaluate empty query", default);
            return null;
        }

        var features = LanguageFeatures.Of(_analyzed.Options.Capabilities);
        if (Parser.ParseQuery(new SourceFile(string.Empty, query), errors, features: features, imports: imports) is not { } body)
        {
            return null;
        }

        var package = context.ReadPackage(errors);
        return errors.HasErrors ? null : NameResolution.Resolve(body, NamesIn(package, imports));
    }

    private ModuleNames NamesIn(Package? package, IReadOnlyList<Import> imports)
    {
        var path = package is null ? null : TermPrinter.ToText(package.Path[0], package.Path.Skip(1));
        var rules = _analyzed.Modules
            .Where(module => TermPrinter.ToText(module.Package.Path[0], module.Package.Path.Skip(1)) == path)
            .SelectMany(module => module.Rules.Select(rule => rule.Head.Reference[0]).OfType<VarTerm>());
        return new ModuleNames(package ?? new Package(default, [new VarTerm(default, RootDocuments.Data)]), rules.Select(rule => rule.Name), imports);
    }

    private PreparedQuery Prepare(AnalyzedQuery query) =>
        new(_contexts, QueryPlanner.PlanValue(_planned, query), QueryPlanner.PlanBindings(_planned, query), FixedRules.ReachedBy(_planned, query));
}
