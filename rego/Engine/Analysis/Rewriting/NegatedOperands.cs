using System.Collections.Immutable;
using Rego.Analysis.Names;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Rewriting;

/// <summary>
/// Moves references and comprehensions out of negated statements: where such a part is undefined, the body fails and the
/// negation does not hold (but <c>not a.b == c</c> and <c>not a.b</c> hold).
/// </summary>
/// <param name="locals">Makes variables for them.</param>
/// <param name="isForAll">Whether the same is done to statements that are not negated, whose meaning it does not change.</param>
internal sealed class NegatedOperands(LocalNames locals, bool isForAll = false) : SyntaxRewriter
{
    internal static void Run(Compilation compilation)
    {
        var operands = new NegatedOperands(compilation.Locals);
        compilation.UpdateRules(RuleTraits.Negation, rule => RuleBranches.MapBodies(rule, operands.Rewrite));
    }

    /// <inheritdoc/>
    internal override Body Rewrite(Body body)
    {
        var statements = new List<Expression>(body.Expressions.Length);
        foreach (var expression in body.Expressions)
        {
            var rewritten = RewriteChildren(expression);
            statements.Add(rewritten is TermExpression statement && (statement.IsNegated || isForAll) ? Move(statement, statements) : rewritten);
        }

        return Make.Body(body, statements);
    }

    private TermExpression Move(TermExpression statement, List<Expression> before)
    {
        Term Inner(Term term) => MoveInner(term, statement.WithModifiers, before);
        Term Whole(Term term) => MoveWhole(term, statement.WithModifiers, before);
        var term = statement.Term switch
        {
            CallTerm call when SpecialCalls.IsUnification(statement, out _) => Make.Call(call, call.Operator, Map(call.Arguments, Inner)),
            CallTerm call => Make.Call(call, call.Operator, Map(call.Arguments, Whole)),
            var other => Inner(other),
        };
        return Make.Statement(statement, term, statement.WithModifiers);
    }

    private Term MoveInner(Term term, ImmutableArray<WithModifier> withs, List<Expression> before) => term switch
    {
        RefTerm reference => Make.Ref(reference, reference.Head, Map(reference.Path, part => MoveWhole(part, withs, before))),
        ArrayComprehensionTerm or SetComprehensionTerm or ObjectComprehensionTerm => term,
        _ when RootDocuments.IsRoot(term) => term,
        _ => MoveWhole(term, withs, before),
    };

    private Term MoveWhole(Term term, ImmutableArray<WithModifier> withs, List<Expression> before)
    {
        switch (term)
        {
            case ArrayTerm array:
                return Make.Array(array, Map(array.Items, item => MoveWhole(item, withs, before)));
            case SetTerm set:
                return Make.Set(set, Map(set.Items, item => MoveWhole(item, withs, before)));
            case ObjectTerm obj:
                return Make.Object(obj, [.. obj.Members.Select(member => new ObjectMember(MoveWhole(member.Key, withs, before), MoveWhole(member.Value, withs, before)))]);
            case RefTerm or ArrayComprehensionTerm or SetComprehensionTerm or ObjectComprehensionTerm:
            case VarTerm when RootDocuments.IsRoot(term):
                var inner = MoveInner(term, withs, before);
                var local = locals.NextAt(term.Location);
                before.Add(Make.Operand(term.Location, local, inner, withs));
                return local;
            default:
                return term;
        }
    }
}
