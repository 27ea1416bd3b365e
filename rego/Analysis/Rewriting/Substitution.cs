using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Analysis;

/// <summary>Puts a term in the place of a variable, outside of closures.</summary>
/// <param name="name">The variable.</param>
/// <param name="value">The term.</param>
internal sealed class Substitution(string name, Term value) : SyntaxRewriter
{
    /// <summary>Whether the variable was found.</summary>
    internal bool IsDone { get; private set; }

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
            case VarTerm variable when variable.Name == name:
                IsDone = true;
                return value;
            case ArrayComprehensionTerm or SetComprehensionTerm or ObjectComprehensionTerm or TemplateStringTerm:
                return term;
            default:
                return RewriteChildren(term);
        }
    }
}
