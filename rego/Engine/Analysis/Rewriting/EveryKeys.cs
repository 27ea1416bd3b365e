using Rego.Analysis.Names;
using Rego.Syntax.Expressions;
using Rego.Trees;

namespace Rego.Analysis.Rewriting;

/// <summary>Gives each <c>every</c> without a key a variable for it, as OPA has one.</summary>
/// <param name="locals">Makes the variables.</param>
internal sealed class EveryKeys(LocalNames locals) : SyntaxRewriter
{
    /// <inheritdoc/>
    internal override Expression Rewrite(Expression expression) => RewriteChildren(expression) switch
    {
        EveryExpression { Key: null } every => Make.Every(every, locals.NextAt(default), every.Value, every.Domain, every.Body, every.WithModifiers),
        var other => other,
    };
}
