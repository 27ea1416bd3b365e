using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Rewriting;

/// <summary>
/// Turns calls with a last argument that receives the result into unifications with the result. A negated call stays as it is:
/// <c>not f(x, 1)</c> holds where the call is undefined, and <c>not f(x) = 1</c> does not.
/// </summary>
/// <param name="compilation">The functions.</param>
internal sealed class CallResults(Compilation compilation) : SyntaxRewriter
{
    internal static void Run(Compilation compilation)
    {
        var results = new CallResults(compilation);
        compilation.UpdateRules(rule => RuleBranches.Map(rule, (branch, _) => results.Rewrite(branch)));
    }

    /// <inheritdoc/>
    internal override Expression Rewrite(Expression expression)
    {
        var rewritten = RewriteChildren(expression);
        if (rewritten is not TermExpression { IsNegated: false, Term: CallTerm call } statement || call.Arguments.Length != compilation.ArityOf(call.Operator) + 1)
        {
            return rewritten;
        }

        var value = new CallTerm(call.Location, call.Operator, call.Arguments[..^1], call.IsInfix);
        var unification = new CallTerm(call.Location, new VarTerm(call.Location, SpecialCalls.Unify), [value, call.Arguments[^1]], isInfix: true);
        return Make.Statement(statement, unification, statement.WithModifiers);
    }

    /// <inheritdoc/>
    internal override WithModifier Rewrite(WithModifier with) =>
        with.Value is RefTerm { Path.IsEmpty: true } function ? Make.With(with, with.Target, function.Head) : base.Rewrite(with);

    private Rule Rewrite(Rule rule)
    {
        var head = rule.Head;
        var key = head.Key is null ? null : Rewrite(head.Key);
        var value = head.Value is null ? null : Rewrite(head.Value);
        return Make.Rule(rule, Make.Head(head, head.Reference, head.Arguments, key, value), rule.Body is null ? null : Rewrite(rule.Body), rule.Else);
    }
}
