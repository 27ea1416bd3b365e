using System.Collections.Immutable;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Names;

/// <summary>Gives variables other names.</summary>
/// <param name="scope">The new names by the old.</param>
internal sealed class Renaming(LocalScope scope) : SyntaxRewriter
{
    internal ImmutableArray<Term> RewriteAll(ImmutableArray<Term> terms) => Rewrite(terms);

    /// <inheritdoc/>
    internal override Term Rewrite(Term term) =>
        term is VarTerm variable
            ? scope.TryGet(variable.Name, out var known) && known.Renamed != variable.Name ? new VarTerm(variable.Location, known.Renamed) : variable
            : RewriteChildren(term);
}
