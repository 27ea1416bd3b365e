using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Rewriting;

/// <summary>
/// Puts a term in the place of a variable, outside of closures, and only where nothing that can fail is evaluated before: what
/// fails first decides whether there is an error or merely no value.
/// </summary>
/// <param name="name">The variable.</param>
/// <param name="value">The term.</param>
internal sealed class Substitution(string name, Term value) : SyntaxRewriter
{
    /// <summary>Whether the variable was found.</summary>
    internal bool IsDone { get; private set; }

    /// <summary>Whether something that can fail was passed on the way.</summary>
    private bool _isBlocked;

    /// <summary>Replaces it in a statement, its <c>with</c> modifiers and nested bodies left out.</summary>
    internal Expression RewriteStatement(Expression expression) => expression switch
    {
        TermExpression statement => Make.Statement(statement, Rewrite(statement.Term), statement.WithModifiers),
        EveryExpression every => Make.Every(every, every.Key, every.Value, Rewrite(every.Domain), every.Body, every.WithModifiers),
        _ => expression,
    };

    /// <inheritdoc/>
    internal override Term Rewrite(Term term)
    {
        switch (term)
        {
            case VarTerm variable when variable.Name == name && !_isBlocked:
                IsDone = true;
                return value;
            case RefTerm reference:
                // The head is no document of its own: nothing is evaluated for it.
                var isRoot = RootDocuments.IsRoot(reference.Head);
                var rewritten = Make.Ref(reference, isRoot ? reference.Head : Rewrite(reference.Head), Rewrite(reference.Path));
                _isBlocked |= !IsDone;
                return rewritten;
            case CallTerm call:
                rewritten = Make.Call(call, call.Operator, Rewrite(call.Arguments));
                _isBlocked |= !IsDone;
                return rewritten;
            case VarTerm when RootDocuments.IsRoot(term):
                _isBlocked = true;
                return term;
            case ArrayComprehensionTerm or SetComprehensionTerm or ObjectComprehensionTerm or TemplateStringTerm:
                return term;
            default:
                return RewriteChildren(term);
        }
    }
}
