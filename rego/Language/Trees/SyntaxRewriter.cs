using System.Collections.Immutable;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;

namespace Rego.Trees;

/// <summary>Builds a changed copy of syntax; what does not change is shared with the original.</summary>
internal abstract class SyntaxRewriter
{
    /// <summary>The copy of a term. The default changes only what is below.</summary>
    internal virtual Term Rewrite(Term term) => RewriteChildren(term);

    /// <summary>The copy of a statement. The default changes only what is below.</summary>
    internal virtual Expression Rewrite(Expression expression) => RewriteChildren(expression);

    /// <summary>The copy of a body: of every statement.</summary>
    internal virtual Body Rewrite(Body body)
    {
        var expressions = body.Expressions;
        ImmutableArray<Expression>.Builder? changed = null;
        for (var i = 0; i < expressions.Length; i++)
        {
            var expression = Rewrite(expressions[i]);
            if (!ReferenceEquals(expression, expressions[i]))
            {
                changed ??= expressions.ToBuilder();
                changed[i] = expression;
            }
        }

        return changed is null ? body : Make.Body(body, changed.DrainToImmutable());
    }

    /// <summary>The copy of a <c>with</c>: of its value, and of its target.</summary>
    internal virtual WithModifier Rewrite(WithModifier with) => Make.With(with, Rewrite(with.Target), Rewrite(with.Value));

    /// <summary>The copy of terms, the same array where none changed.</summary>
    protected ImmutableArray<Term> Rewrite(ImmutableArray<Term> terms)
    {
        if (terms.IsDefaultOrEmpty)
        {
            return terms;
        }

        ImmutableArray<Term>.Builder? changed = null;
        for (var i = 0; i < terms.Length; i++)
        {
            var term = Rewrite(terms[i]);
            if (!ReferenceEquals(term, terms[i]))
            {
                changed ??= terms.ToBuilder();
                changed[i] = term;
            }
        }

        return changed?.DrainToImmutable() ?? terms;
    }

    /// <summary>The copies of a statement's modifiers.</summary>
    protected ImmutableArray<WithModifier> RewriteModifiers(Expression expression) =>
        expression.WithModifiers.IsDefaultOrEmpty ? expression.WithModifiers : Map(expression.WithModifiers, Rewrite);

    /// <summary>The copies of nodes, the same array where none changed.</summary>
    internal static ImmutableArray<T> Map<T>(ImmutableArray<T> nodes, Func<T, T> change)
        where T : class
    {
        if (nodes.IsDefaultOrEmpty)
        {
            return nodes;
        }

        ImmutableArray<T>.Builder? changed = null;
        for (var i = 0; i < nodes.Length; i++)
        {
            var node = change(nodes[i]);
            if (!ReferenceEquals(node, nodes[i]))
            {
                changed ??= nodes.ToBuilder();
                changed[i] = node;
            }
        }

        return changed?.DrainToImmutable() ?? nodes;
    }

    /// <summary>The copy of a term with changed children.</summary>
    protected Term RewriteChildren(Term term)
    {
        switch (term)
        {
            case VarTerm or StringTerm or NumberTerm:
                return term;
            case RefTerm reference:
                return Make.Ref(reference, Rewrite(reference.Head), Rewrite(reference.Path));
            case CallTerm call:
                return Make.Call(call, Rewrite(call.Operator), Rewrite(call.Arguments));
            case ArrayTerm array:
                return Make.Array(array, Rewrite(array.Items));
            case SetTerm set:
                return Make.Set(set, Rewrite(set.Items));
            case ObjectTerm obj:
                return Make.Object(obj, RewriteMembers(obj.Members));
            case ArrayComprehensionTerm comprehension:
                return Make.Comprehension(comprehension, Rewrite(comprehension.Item), Rewrite(comprehension.Body));
            case SetComprehensionTerm comprehension:
                return Make.Comprehension(comprehension, Rewrite(comprehension.Item), Rewrite(comprehension.Body));
            case ObjectComprehensionTerm comprehension:
                return Make.Comprehension(comprehension, Rewrite(comprehension.Key), Rewrite(comprehension.Value), Rewrite(comprehension.Body));
            case TemplateStringTerm template:
                return Make.Template(template, [.. template.Parts.Select(part => part.Expression is null ? part : part with { Expression = Rewrite(part.Expression) })]);
            default:
                return term;
        }
    }

    /// <summary>The copy of a statement with changed children.</summary>
    protected Expression RewriteChildren(Expression expression)
    {
        var withs = RewriteModifiers(expression);
        switch (expression)
        {
            case TermExpression statement:
                return Make.Statement(statement, Rewrite(statement.Term), withs);
            case SomeExpression some:
                return Make.Some(some, Rewrite(some.Symbols), some.Domain is null ? null : Rewrite(some.Domain), withs);
            case EveryExpression every:
                return Make.Every(every, every.Key is null ? null : Rewrite(every.Key), Rewrite(every.Value), Rewrite(every.Domain), Rewrite(every.Body), withs);
            case LogicalExpression logical:
                return Make.Logical(logical, Rewrite(logical.Left.Body), Rewrite(logical.Right.Body), withs);
            case NotBodyExpression not:
                return Make.NotBody(not, Rewrite(not.Operand.Body), withs);
            default:
                throw new InvalidOperationException($"no such statement: {expression.GetType().Name}");
        }
    }

    private ImmutableArray<ObjectMember> RewriteMembers(ImmutableArray<ObjectMember> members)
    {
        ImmutableArray<ObjectMember>.Builder? changed = null;
        for (var i = 0; i < members.Length; i++)
        {
            var member = new ObjectMember(Rewrite(members[i].Key), Rewrite(members[i].Value));
            if (!ReferenceEquals(member.Key, members[i].Key) || !ReferenceEquals(member.Value, members[i].Value))
            {
                changed ??= members.ToBuilder();
                changed[i] = member;
            }
        }

        return changed?.DrainToImmutable() ?? members;
    }
}
