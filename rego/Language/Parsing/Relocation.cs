using System.Collections.Immutable;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;

namespace Rego.Parsing;

/// <summary>Copies of syntax with another place, or with what only shows after it was read.</summary>
internal static class Relocation
{
    /// <summary>The statement at its whole place; a <c>not</c> without braces passes its place on.</summary>
    internal static Expression OfLiteral(Expression expression, SourceLocation location)
    {
        if (expression is NotBodyExpression { Operand: { IsBraced: false } operand } not)
        {
            var body = new Body(location, [.. operand.Body.Expressions.Select(inner => With(inner, location))]);
            return new NotBodyExpression(location, new LogicalOperand(body, IsBraced: false), not.IsNegated, not.WithModifiers);
        }

        return With(expression, location);
    }

    internal static Expression With(Expression expression, SourceLocation location) =>
        Copy(expression, location, expression.IsNegated, expression.WithModifiers);

    internal static Expression With(Expression expression, ImmutableArray<WithModifier> modifiers) =>
        Copy(expression, expression.Location, expression.IsNegated, modifiers);

    internal static Expression Negated(Expression expression, SourceLocation location) =>
        Copy(expression, location, isNegated: true, expression.WithModifiers);

    internal static Term With(Term term, SourceLocation location) => term switch
    {
        NullTerm => new NullTerm(location),
        BooleanTerm boolean => new BooleanTerm(location, boolean.Value),
        NumberTerm number => new NumberTerm(location, number.Text),
        StringTerm text => new StringTerm(location, text.Value, text.IsRaw),
        VarTerm variable => new VarTerm(location, variable.Name),
        RefTerm reference => new RefTerm(location, reference.Head, reference.Path),
        CallTerm call => new CallTerm(location, call.Operator, call.Arguments, call.IsInfix),
        ArrayTerm array => new ArrayTerm(location, array.Items),
        SetTerm set => new SetTerm(location, set.Items),
        ObjectTerm @object => new ObjectTerm(location, @object.Members),
        ArrayComprehensionTerm array => new ArrayComprehensionTerm(location, array.Item, array.Body),
        SetComprehensionTerm set => new SetComprehensionTerm(location, set.Item, set.Body),
        ObjectComprehensionTerm @object => new ObjectComprehensionTerm(location, @object.Key, @object.Value, @object.Body),
        TemplateStringTerm template => new TemplateStringTerm(location, template.Parts, template.IsRaw),
        _ => throw new ArgumentOutOfRangeException(nameof(term), term.GetType().Name, "no such term"),
    };

    /// <summary>The term, and all in it, at one place.</summary>
    internal static Term Deep(Term term, SourceLocation at) => With(
        term switch
        {
            RefTerm reference => new RefTerm(at, Deep(reference.Head, at), Deep(reference.Path, at)),
            CallTerm call => new CallTerm(at, Deep(call.Operator, at), Deep(call.Arguments, at), call.IsInfix),
            ArrayTerm array => new ArrayTerm(at, Deep(array.Items, at)),
            SetTerm set => new SetTerm(at, Deep(set.Items, at)),
            ObjectTerm @object => new ObjectTerm(at, [.. @object.Members.Select(m => new ObjectMember(Deep(m.Key, at), Deep(m.Value, at)))]),
            ArrayComprehensionTerm array => new ArrayComprehensionTerm(at, Deep(array.Item, at), Deep(array.Body, at)),
            SetComprehensionTerm set => new SetComprehensionTerm(at, Deep(set.Item, at), Deep(set.Body, at)),
            ObjectComprehensionTerm @object => new ObjectComprehensionTerm(at, Deep(@object.Key, at), Deep(@object.Value, at), Deep(@object.Body, at)),
            TemplateStringTerm template => new TemplateStringTerm(at, [.. template.Parts.Select(part => Deep(part, at))], template.IsRaw),
            _ => term,
        },
        at);

    /// <summary>The body, and all in it, at one place.</summary>
    internal static Body Deep(Body body, SourceLocation at) => new(at, [.. body.Expressions.Select(expression => Deep(expression, at))]);

    private static ImmutableArray<Term> Deep(ImmutableArray<Term> terms, SourceLocation at) => [.. terms.Select(term => Deep(term, at))];

    private static TemplateStringPart Deep(TemplateStringPart part, SourceLocation at) =>
        part.Expression is null ? part with { Location = at } : new TemplateStringPart(null, Deep(part.Expression, at));

    private static LogicalOperand Deep(LogicalOperand operand, SourceLocation at) => new(Deep(operand.Body, at), operand.IsBraced);

    private static ImmutableArray<WithModifier> Deep(ImmutableArray<WithModifier> modifiers, SourceLocation at) =>
        [.. modifiers.Select(modifier => new WithModifier(at, Deep(modifier.Target, at), Deep(modifier.Value, at)))];

    private static Expression Deep(Expression expression, SourceLocation at)
    {
        var with = Deep(expression.WithModifiers, at);
        var negated = expression.IsNegated;
        return expression switch
        {
            TermExpression term => new TermExpression(at, Deep(term.Term, at), negated, with),
            SomeExpression some => new SomeExpression(at, Deep(some.Symbols, at), some.Domain is null ? null : Deep(some.Domain, at), negated, with),
            EveryExpression every => new EveryExpression(at, every.Key is null ? null : Deep(every.Key, at), Deep(every.Value, at), Deep(every.Domain, at), Deep(every.Body, at), negated, with),
            LogicalExpression logic => new LogicalExpression(at, logic.Operation, Deep(logic.Left, at), Deep(logic.Right, at), negated, with),
            NotBodyExpression not => new NotBodyExpression(at, Deep(not.Operand, at), negated, with),
            _ => throw NoSuch(expression),
        };
    }

    private static Expression Copy(Expression expression, SourceLocation at, bool isNegated, ImmutableArray<WithModifier> with) => expression switch
    {
        TermExpression term => new TermExpression(at, term.Term, isNegated, with),
        SomeExpression some => new SomeExpression(at, some.Symbols, some.Domain, isNegated, with) { Membership = some.Membership },
        EveryExpression every => new EveryExpression(at, every.Key, every.Value, every.Domain, every.Body, isNegated, with),
        LogicalExpression logic => new LogicalExpression(at, logic.Operation, logic.Left, logic.Right, isNegated, with),
        NotBodyExpression not => new NotBodyExpression(at, not.Operand, isNegated, with),
        _ => throw NoSuch(expression),
    };

    private static ArgumentOutOfRangeException NoSuch(Expression expression) =>
        new(nameof(expression), expression.GetType().Name, "no such expression");
}
