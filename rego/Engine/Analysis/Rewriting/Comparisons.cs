using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Rewriting;

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
        return SpecialCalls.IsBinary(rewritten, SpecialCalls.Equal, out var call)
            ? Make.Statement((TermExpression)rewritten, Make.Call(call, new VarTerm(call.Operator.Location, SpecialCalls.Unify), call.Arguments), rewritten.WithModifiers)
            : rewritten;
    }
}
