using System.Collections.Immutable;
using Rego.Analysis.Names;
using Rego.Printing;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Rewriting;

/// <summary>
/// Moves every nested call into a statement of its own before the one that holds it, its result in a variable; likewise
/// whatever stands at the head of a reference and is not a variable, and the domains of <c>every</c>.
/// </summary>
/// <param name="locals">Makes the variables.</param>
internal sealed class NestedTerms(LocalNames locals)
{
    internal static void Run(Compilation compilation)
    {
        var terms = new NestedTerms(compilation.Locals);
        compilation.UpdateRules(rule => RuleBranches.Map(rule, (branch, _) => terms.Expand(branch)));
    }

    /// <summary>The body with nested calls in statements of their own.</summary>
    internal Body Expand(Body body)
    {
        var statements = new List<Expression>(body.Expressions.Length);
        foreach (var expression in body.Expressions)
        {
            Expand(expression, statements);
        }

        return Make.Body(body, statements);
    }

    private Rule Expand(Rule rule)
    {
        var support = new List<Expression>();
        var head = rule.Head;
        var arguments = head.Arguments.IsDefault ? head.Arguments : Expand(head.Arguments, support);
        var key = head.Key is null ? null : Expand(head.Key, support);
        var value = head.Value is null ? null : Expand(head.Value, support);
        var body = rule.Body is null ? null : Expand(rule.Body);
        return Make.Rule(rule, Make.Head(head, head.Reference, arguments, key, value), RuleBodies.Append(body, support), rule.Else);
    }

    private void Expand(Expression expression, List<Expression> result)
    {
        var withs = expression.WithModifiers;
        if (!withs.IsDefaultOrEmpty)
        {
            withs = [.. withs.Select(with => Make.With(with, with.Target, Expand(with.Value, result)))];
        }

        var first = result.Count;
        var expanded = ExpandInner(expression, withs, result);
        for (var i = first; i < result.Count; i++)
        {
            result[i] = WithModifiers(result[i], withs);
        }

        result.Add(expanded);
    }

    private Expression ExpandInner(Expression expression, ImmutableArray<WithModifier> withs, List<Expression> support)
    {
        switch (expression)
        {
            case TermExpression { Term: CallTerm call } statement:
                return Make.Statement(statement, Make.Call(call, call.Operator, Expand(call.Arguments, support)), withs);
            case TermExpression statement:
                return Make.Statement(statement, Expand(statement.Term, support), withs);
            case EveryExpression every:
                var domain = locals.NextAt(every.Domain.Location);
                support.Add(Make.Equality(every.Domain.Location, domain, Expand(every.Domain, support)));
                return Make.Every(every, every.Key, every.Value, domain, Expand(every.Body), withs);
            case LogicalExpression logical:
                return Make.Logical(logical, Expand(logical.Left.Body), Expand(logical.Right.Body), withs);
            case NotBodyExpression not:
                return Make.NotBody(not, Expand(not.Operand.Body), withs);
            default:
                return expression;
        }
    }

    private static Expression WithModifiers(Expression statement, ImmutableArray<WithModifier> withs) =>
        withs.IsDefaultOrEmpty ? statement : Make.Statement((TermExpression)statement, ((TermExpression)statement).Term, withs);

    private Term Expand(Term term, List<Expression> support)
    {
        switch (term)
        {
            case CallTerm call:
                return ExpandCall(call, support);
            case RefTerm reference:
                return ExpandReference(reference, support);
            case ArrayTerm array:
                return Make.Array(array, Expand(array.Items, support));
            case SetTerm set:
                return Make.Set(set, ExpandSorted(set.Items, support));
            case ObjectTerm obj:
                return ExpandObject(obj, support);
            case ArrayComprehensionTerm comprehension:
                var (item, body) = ExpandComprehension(comprehension.Item, comprehension.Body);
                return Make.Comprehension(comprehension, item, body);
            case SetComprehensionTerm comprehension:
                (item, body) = ExpandComprehension(comprehension.Item, comprehension.Body);
                return Make.Comprehension(comprehension, item, body);
            case ObjectComprehensionTerm comprehension:
                (var key, body) = ExpandComprehension(comprehension.Key, comprehension.Body);
                (var value, body) = ExpandComprehension(comprehension.Value, body);
                return Make.Comprehension(comprehension, key, value, body);
            default:
                return term;
        }
    }

    /// <summary>The elements of a set, those first that OPA has first: which of several failing calls is told depends on it.</summary>
    private ImmutableArray<Term> ExpandSorted(ImmutableArray<Term> items, List<Expression> support)
    {
        var expanded = items.ToArray();
        foreach (var i in InOrder(items))
        {
            expanded[i] = Expand(items[i], support);
        }

        return expanded.AsSpan().SequenceEqual(items.AsSpan()) ? items : [.. expanded];
    }

    private Term ExpandObject(ObjectTerm obj, List<Expression> support)
    {
        var expanded = obj.Members.ToArray();
        foreach (var i in InOrder([.. obj.Members.Select(member => member.Key)]))
        {
            expanded[i] = new ObjectMember(Expand(expanded[i].Key, support), Expand(expanded[i].Value, support));
        }

        return Make.Object(obj, [.. expanded]);
    }

    private static IEnumerable<int> InOrder(ImmutableArray<Term> terms)
    {
        var positions = Enumerable.Range(0, terms.Length);
        return terms.Length < 2 ? positions : positions.OrderBy(i => terms[i], TermOrder.Instance);
    }

    private VarTerm ExpandCall(CallTerm call, List<Expression> support)
    {
        var arguments = Expand(call.Arguments, support);
        var output = locals.NextAt(call.Location);
        locals.Remember(output.Name, call);
        support.Add(new TermExpression(call.Location, new CallTerm(call.Location, call.Operator, arguments.Add(output), call.IsInfix), isNegated: false, [])
        {
            IsGenerated = true,
        });
        return output;
    }

    private Term ExpandReference(RefTerm reference, List<Expression> support)
    {
        var head = Expand(reference.Head, support);
        var path = Expand(reference.Path, support);
        if (head is not VarTerm && ConstantTerms.ToScalar(head) is null)
        {
            var local = locals.NextAt(head.Location);
            locals.Remember(local.Name, head);
            support.Add(Make.Equality(head.Location, local, head));
            head = local;
        }

        return Make.Ref(reference, head, path);
    }

    private (Term Item, Body Body) ExpandComprehension(Term item, Body body)
    {
        var support = new List<Expression>();
        var expanded = Expand(item, support);
        return (expanded, RuleBodies.Append(Expand(body), support)!);
    }

    private ImmutableArray<Term> Expand(ImmutableArray<Term> terms, List<Expression> support)
    {
        ImmutableArray<Term>.Builder? expanded = null;
        for (var i = 0; i < terms.Length; i++)
        {
            var term = Expand(terms[i], support);
            if (!ReferenceEquals(term, terms[i]))
            {
                expanded ??= terms.ToBuilder();
                expanded[i] = term;
            }
        }

        return expanded?.DrainToImmutable() ?? terms;
    }
}
