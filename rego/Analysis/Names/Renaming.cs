using System.Collections.Immutable;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Analysis;

/// <summary>Gives variables other names.</summary>
/// <param name="names">The new names by the old.</param>
internal sealed class Renaming(IReadOnlyDictionary<string, string> names) : SyntaxRewriter
{
    internal ImmutableArray<Term> RewriteAll(ImmutableArray<Term> terms) => Rewrite(terms);

    /// <inheritdoc/>
    internal override Term Rewrite(Term term) =>
        term is VarTerm variable
            ? names.TryGetValue(variable.Name, out var renamed) && renamed != variable.Name ? new VarTerm(variable.Location, renamed) : variable
            : RewriteChildren(term);
}
