using Rego.Diagnostics;
using Rego.Errors;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Trees;

namespace Rego.Analysis.Names;

/// <summary>Finds variables that a body declares or assigns for nothing.</summary>
/// <param name="names">The names as written.</param>
/// <param name="scopes">The scopes; the body's own is the innermost.</param>
/// <param name="body">The body as written.</param>
/// <param name="used">The names used outside of the body, as written.</param>
internal sealed class UnusedVariables(LocalNames names, LocalScopes scopes, Body body, HashSet<string> used)
{
    /// <summary>The errors for variables that are assigned and never mentioned again.</summary>
    /// <param name="rewritten">The body's statements with the new names; null for declarations.</param>
    internal IEnumerable<Diagnostic> FindAssigned(IReadOnlyList<Expression?> rewritten)
    {
        var unused = scopes.Current.NotMentionedAgain(Occurrence.Assigned);
        unused.RemoveWhere(name => names.Original(name).StartsWith('$'));
        unused.ExceptWith(UsedRenamed());
        foreach (var name in unused.Order(StringComparer.Ordinal))
        {
            var at = Enumerable.Range(0, rewritten.Count).FirstOrDefault(i => rewritten[i] is { } e && VariableCollector.Of(e).Contains(name));
            yield return Error($"assigned var {names.Original(name)} unused", body.Expressions[at]);
        }
    }

    /// <summary>The errors for variables that are declared and never mentioned.</summary>
    /// <param name="rewritten">The body with the new names.</param>
    internal IEnumerable<Diagnostic> FindDeclared(Body rewritten)
    {
        var unused = scopes.Current.NotMentionedAgain(Occurrence.Declared);
        if (unused.Count == 0)
        {
            yield break;
        }

        unused.ExceptWith(VariableCollector.Of(rewritten));
        unused.ExceptWith(UsedRenamed());
        foreach (var name in unused.Order(StringComparer.Ordinal))
        {
            var original = names.Original(name);
            if (!LocalNames.IsGeneratedName(original))
            {
                var at = body.Expressions.FirstOrDefault(e => Declares(e, original)) ?? body.Expressions[0];
                yield return Error($"declared var {original} unused", at);
            }
        }
    }

    private static bool Declares(Expression expression, string name) =>
        DeclaredNames.Of(expression) is var declared && (declared.Contains(name) || (name == "_" && declared.Any(other => other.StartsWith('$'))));

    private IEnumerable<string> UsedRenamed() => used.Select(name => scopes.TryGetName(name, out var renamed) ? renamed : name);

    private static Diagnostic Error(string message, Expression at) => new(DiagnosticCodes.Compile, message, at.Location);
}
