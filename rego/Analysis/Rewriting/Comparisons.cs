using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Analysis;

/// <summary>Turns the comparison <c>==</c> as a statement into a unification, which it is once everything in it is bound.</summary>
internal sealed class Comparisons : SyntaxRewriter
{
    internal static void Run(Compilation compilation)
    {
        var comparisons = new Comparisons();
        compilation.UpdateRules(RuleTraits.Comparison, rule => RuleBranches.MapBodies(rule, comparisons.Rewrite));
    }

    /// <inheritdoc/>
    internal override Expression Rewrite(Expression expression)
    {
        var rewritten = RewriteChildren(expression);
        return Operators.IsBinary(rewritten, Operators.Equal, out var call)
            ? Make.Statement((TermExpression)rewritten, Make.Call(call, new VarTerm(call.Operator.Location, Operators.Unify), call.Arguments), rewritten.WithModifiers)
            : rewritten;
    }
}
