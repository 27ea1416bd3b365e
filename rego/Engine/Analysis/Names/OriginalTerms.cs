using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Names;

/// <summary>Puts back what was written: the names of variables, and the terms whose values the compiler's own variables hold.</summary>
/// <param name="names">The names.</param>
internal sealed class OriginalTerms(LocalNames names) : SyntaxRewriter
{
    /// <inheritdoc/>
    internal override Term Rewrite(Term term)
    {
        if (term is not VarTerm variable)
        {
            return RewriteChildren(term);
        }

        if (names.TermOf(variable.Name) is { } held)
        {
            return Rewrite(held);
        }

        var original = names.Original(variable.Name);
        return original == variable.Name ? variable : new VarTerm(variable.Location, original);
    }
}
