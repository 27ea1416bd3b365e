using Rego.Analysis.Rewriting;
using Rego.Diagnostics;
using Rego.Parsing;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Tracing;
using Rego.Trees;

namespace Rego.Tooling.Reports;

/// <summary>Notes which rules and statements evaluations reach. Thread-safe.</summary>
public sealed class CoverageTracer : IEvaluationTracer
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HashSet<CoverageRange>> _covered = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool WantsVariables => false;

    /// <inheritdoc/>
    public void Trace(TraceEvent traced)
    {
        ArgumentNullException.ThrowIfNull(traced);
        var reached = traced switch
        {
            { Operation: TraceOperation.Exit, Node: Rule rule } => rule.Head.Location,
            { Operation: TraceOperation.Eval, Node: Expression expression } => expression.Location,
            _ => default,
        };
        if (reached.File is { Path.Length: > 0 } file)
        {
            lock (_lock)
            {
                Ranges(file.Path).Add(CoverageRange.Of(reached));
            }
        }
    }

    /// <summary>What was reached of modules.</summary>
    /// <param name="modules">The modules, as they were compiled. What cannot be parsed is left out.</param>
    public CoverageReport Report(IEnumerable<RegoSource> modules)
    {
        ArgumentNullException.ThrowIfNull(modules);
        lock (_lock)
        {
            var files = new SortedDictionary<string, FileCoverage>(StringComparer.Ordinal);
            foreach (var (path, covered) in _covered)
            {
                files[path] = new FileCoverage([.. covered.Order(CoverageRange.Order)], []);
            }

            foreach (var source in modules)
            {
                if (Parser.ParseModule(new SourceFile(source.Path, source.Text), new DiagnosticBag()) is { } module)
                {
                    var covered = files.GetValueOrDefault(source.Path)?.Covered ?? [];
                    files[source.Path] = new FileCoverage(covered, NotCovered(module, covered));
                }
            }

            return new CoverageReport(files);
        }
    }

    private static List<CoverageRange> NotCovered(Module module, IReadOnlyList<CoverageRange> covered)
    {
        var missing = new SortedSet<CoverageRange>(CoverageRange.Order);
        ActionWalker.Walk(module, node =>
        {
            foreach (var place in PlacesOf(node))
            {
                var range = CoverageRange.Of(place);
                if (!covered.Any(reached => reached.Contains(range)))
                {
                    missing.Add(range);
                }
            }

            return true;
        });
        return [.. missing];
    }

    /// <summary>What counts of a node: a rule's head, and its body's implied <c>true</c>; a statement, but no declaration.</summary>
    private static IEnumerable<SourceLocation> PlacesOf(SyntaxNode node) => node switch
    {
        Rule { Body: null } rule => [rule.Head.Location, ImpliedBodies.PlaceOf(rule)],
        Rule rule => [rule.Head.Location],
        Expression expression and not SomeExpression => [expression.Location],
        _ => [],
    };

    private HashSet<CoverageRange> Ranges(string path)
    {
        if (!_covered.TryGetValue(path, out var ranges))
        {
            _covered.Add(path, ranges = []);
        }

        return ranges;
    }
}
