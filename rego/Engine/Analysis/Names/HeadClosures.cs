using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Names;

/// <summary>Renames the variables within the closures of a rule's head, each of which is a world of its own.</summary>
/// <param name="compilation">Makes names and receives errors.</param>
internal sealed class HeadClosures(Compilation compilation) : SyntaxRewriter
{
    /// <inheritdoc/>
    internal override Term Rewrite(Term term) => term switch
    {
        ArrayComprehensionTerm or SetComprehensionTerm or ObjectComprehensionTerm => LocalVariables.RewriteClosure(compilation, term),
        _ => RewriteChildren(term),
    };
}
