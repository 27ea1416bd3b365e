using Rego.Analysis.Names;
using Rego.Diagnostics;
using Rego.Errors;
using Rego.Sources;
using Rego.Syntax.Expressions;

namespace Rego.Analysis.Safety;

/// <summary>The variables that statements need and nothing binds.</summary>
internal sealed class UnsafeVariables
{
    private static readonly string[] FutureKeywords = ["and", "not", "or"];

    private readonly Dictionary<Expression, HashSet<string>> _byStatement = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether there are any.</summary>
    internal bool Any => _byStatement.Count > 0;

    /// <summary>Adds variables to those of a statement.</summary>
    internal void Add(Expression expression, IEnumerable<string> names)
    {
        if (!_byStatement.TryGetValue(expression, out var known))
        {
            _byStatement.Add(expression, known = []);
        }

        known.UnionWith(names);
    }

    /// <summary>Adds all of another list.</summary>
    internal void Add(UnsafeVariables other)
    {
        foreach (var (expression, names) in other._byStatement)
        {
            Add(expression, names);
        }
    }

    /// <summary>The errors, each variable where it comes first.</summary>
    /// <param name="names">The names as written.</param>
    /// <param name="suffix">What the messages end with.</param>
    internal IEnumerable<Diagnostic> ToErrors(LocalNames names, string suffix)
    {
        var places = new Dictionary<string, SourceLocation>();
        foreach (var (expression, variables) in _byStatement)
        {
            foreach (var name in variables)
            {
                if (!places.TryGetValue(name, out var first) || CompileErrors.ComparePlaces(first, expression.Location) > 0)
                {
                    places[name] = expression.Location;
                }
            }
        }

        // A variable that is assigned lacks a value only because another does, and that one is the one to name.
        var written = places.Where(pair => !names.IsGenerated(pair.Key)).ToList();
        var causes = written.Where(pair => !names.IsAssigned(pair.Key)).ToList();
        var shown = causes.Count > 0 ? causes : written;
        return shown.Count > 0 ? shown.Select(pair => Error(names.Original(pair.Key), pair.Value, suffix)) : StatementErrors(names);
    }

    /// <summary>The error for one variable.</summary>
    internal static Diagnostic Error(string name, SourceLocation location, string suffix)
    {
        var shown = name.StartsWith('$') ? "_" : name;
        var hint = FutureKeywords.Contains(name) ? $" (hint: `import future.keywords.{name}` to import a future keyword)" : string.Empty;
        return new Diagnostic(DiagnosticCodes.UnsafeVar, $"var {shown} is unsafe{hint}{suffix}", location);
    }

    /// <summary>Names statements where their unsafe variables mean nothing to the reader.</summary>
    private IEnumerable<Diagnostic> StatementErrors(LocalNames names)
    {
        var seen = new HashSet<string>();
        foreach (var (expression, variables) in _byStatement.OrderBy(pair => pair.Key.Location, Comparer<SourceLocation>.Create(CompileErrors.ComparePlaces)))
        {
            var before = seen.Count;
            seen.UnionWith(variables.Where(names.IsGenerated));
            if (seen.Count > before)
            {
                yield return new Diagnostic(DiagnosticCodes.UnsafeVar, "expression is unsafe", expression.Location);
            }
        }
    }
}
