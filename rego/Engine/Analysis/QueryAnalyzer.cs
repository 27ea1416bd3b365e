using System.Collections.Immutable;
using Rego.Analysis.Checks;
using Rego.Analysis.Names;
using Rego.Analysis.Rewriting;
using Rego.Analysis.Safety;
using Rego.Analysis.Typing;
using Rego.Diagnostics;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis;

/// <summary>Analyses a query against a policy, by the same stages as a rule's body.</summary>
internal static class QueryAnalyzer
{
    private static readonly Func<Compilation, Body, Body>[] Stages =
    [
        Check((compilation, body) => RootDocumentCheck.CheckAssignments(body, compilation.Errors)),
        (compilation, body) => LocalVariables.RewriteBody(compilation, new LocalScope(), VariableCollector.Of(body), body),
        (compilation, body) => TemplateStrings.Rewrite(compilation, body, SafetyCheck.GlobalsOf([]), out _),
        Check(VoidCallCheck.Check),
        (compilation, body) => PrintCalls.Rewrite(compilation, body, SafetyCheck.GlobalsOf([])),
        (compilation, body) => new NestedTerms(compilation.Locals).Expand(body),
        (compilation, body) => new ComprehensionItems(compilation.Locals).Rewrite(body),
        (compilation, body) => new WithValues(compilation).Rewrite(body),
        Check((compilation, body) => new UndefinedFunctionCheck(compilation).Walk(body)),
        (compilation, body) => SafetyCheck.Arrange(compilation, body, SafetyCheck.GlobalsOf([])),
        (_, body) => new Comparisons().Rewrite(body),
        (compilation, body) => new NegatedOperands(compilation.Locals).Rewrite(body),
        Check(TypeCheck.Check),
        Check(BuiltinUseCheck.Check),
    ];

    private static readonly Func<Compilation, Body, Body>[] Preparations =
    [
        (compilation, body) => new CallResults(compilation).Rewrite(body),
        (_, body) => Folding.Fold(body),
        (_, body) => new TemplateRestoration().Rewrite(body),
    ];

    private static readonly Func<Compilation, Body, Body>[] InstrumentedPreparations =
    [
        (compilation, body) => new ObservedStatements(compilation.Locals).Rewrite(body),
    ];

    /// <summary>Analyses a query; null where anything is wrong with it.</summary>
    /// <param name="query">The query, its names resolved.</param>
    /// <param name="policy">The policy that it is asked of.</param>
    /// <param name="errors">Takes what is wrong.</param>
    /// <param name="capture">Binds the values of its expressions; null where they do not matter.</param>
    internal static AnalyzedQuery? Analyze(Body query, AnalyzedPolicy policy, DiagnosticBag errors, ValueCapture? capture = null)
    {
        var compilation = new Compilation([], policy.Data, policy.Options)
        {
            Rules = policy.Rules,
            Types = policy.Types,
            Locals = new LocalNames("localq", VariableCollector.Of(query)),
        };
        var body = capture is null ? query : capture.Rewrite(compilation, query);
        foreach (var stage in Stages.Concat(policy.Options.IsInstrumented ? InstrumentedPreparations : Preparations))
        {
            body = stage(compilation, body);
            if (compilation.Errors.Any)
            {
                compilation.Errors.CopyTo(errors);
                return null;
            }
        }

        return new AnalyzedQuery(body, VariablesOf(query, body, compilation.Locals), compilation.Locals.Originals);
    }

    private static Func<Compilation, Body, Body> Check(Action<Compilation, Body> check) => (compilation, body) =>
    {
        check(compilation, body);
        return body;
    };

    /// <summary>The variables of the body itself, in the order of the query's text; those that the compiler made come last.</summary>
    private static ImmutableArray<QueryVariable> VariablesOf(Body query, Body body, LocalNames locals)
    {
        var written = VariableCollector.Of(query).ToList();
        return
        [
            .. VariableCollector.Of(body, VariableFilter.Statement)
                .Where(name => !RootDocuments.IsName(name))
                .Select(name => new QueryVariable(name, locals.Original(name), IsGenerated(name, locals)))
                .OrderBy(variable => written.IndexOf(variable.Label) is >= 0 and var at ? at : int.MaxValue),
        ];
    }

    /// <summary>Whether a variable is nobody's business: not one that was written, nor one that holds the value of an expression.</summary>
    private static bool IsGenerated(string name, LocalNames locals) =>
        locals.IsGenerated(name) || (name.StartsWith('$') && !name.StartsWith(VarTerm.CapturePrefix, StringComparison.Ordinal));
}
