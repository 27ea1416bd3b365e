using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Rewriting;

/// <summary>Terms whose value is not merely put together from variables.</summary>
internal static class Evaluated
{
    /// <summary>Whether the term holds a reference or a closure.</summary>
    internal static bool Is(Term? term)
    {
        var found = false;
        ActionWalker.Walk(term, node =>
        {
            found |= node is RefTerm or ArrayComprehensionTerm or SetComprehensionTerm or ObjectComprehensionTerm or TemplateStringTerm or CallTerm
                || (node is Term inner && RootDocuments.IsRoot(inner));
            return !found;
        });
        return found;
    }
}
