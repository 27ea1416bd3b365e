using System.Collections.Immutable;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;

namespace Rego.Trees;

/// <summary>Makes changed copies of nodes at the place of the original; answers the original where nothing changed.</summary>
internal static class Make
{
    internal static Body Body(Body original, ImmutableArray<Expression> expressions) =>
        expressions == original.Expressions ? original : new Body(original.Location, expressions);

    internal static Body Body(Body original, List<Expression> expressions)
    {
        if (expressions.Count != original.Expressions.Length)
        {
            return new Body(original.Location, [.. expressions]);
        }

        for (var i = 0; i < expressions.Count; i++)
        {
            if (!ReferenceEquals(expressions[i], original.Expressions[i]))
            {
                return new Body(original.Location, [.. expressions]);
            }
        }

        return original;
    }

    internal static Term Ref(RefTerm original, Term head, ImmutableArray<Term> path)
    {
        if (ReferenceEquals(head, original.Head) && path == original.Path)
        {
            return original;
        }

        return Ref(original.Location, head, path);
    }

    /// <summary>A reference; a head that is a reference itself is joined with the path.</summary>
    internal static Term Ref(SourceLocation location, Term head, ImmutableArray<Term> path)
    {
        if (head is RefTerm inner)
        {
            return Ref(location, inner.Head, inner.Path.AddRange(path));
        }

        return path.IsEmpty ? head : new RefTerm(location, head, path);
    }

    internal static Term Call(CallTerm original, Term @operator, ImmutableArray<Term> arguments) =>
        ReferenceEquals(@operator, original.Operator) && arguments == original.Arguments
            ? original
            : new CallTerm(original.Location, @operator, arguments, original.IsInfix);

    internal static Term Array(ArrayTerm original, ImmutableArray<Term> items) =>
        items == original.Items ? original : new ArrayTerm(original.Location, items);

    internal static Term Set(SetTerm original, ImmutableArray<Term> items) =>
        items == original.Items ? original : new SetTerm(original.Location, items);

    internal static Term Object(ObjectTerm original, ImmutableArray<ObjectMember> members) =>
        members == original.Members ? original : new ObjectTerm(original.Location, members);

    internal static Term Comprehension(ArrayComprehensionTerm original, Term item, Body body) =>
        ReferenceEquals(item, original.Item) && ReferenceEquals(body, original.Body)
            ? original
            : new ArrayComprehensionTerm(original.Location, item, body);

    internal static Term Comprehension(SetComprehensionTerm original, Term item, Body body) =>
        ReferenceEquals(item, original.Item) && ReferenceEquals(body, original.Body)
            ? original
            : new SetComprehensionTerm(original.Location, item, body);

    internal static Term Comprehension(ObjectComprehensionTerm original, Term key, Term value, Body body) =>
        ReferenceEquals(key, original.Key) && ReferenceEquals(value, original.Value) && ReferenceEquals(body, original.Body)
            ? original
            : new ObjectComprehensionTerm(original.Location, key, value, body);

    internal static Term Template(TemplateStringTerm original, ImmutableArray<TemplateStringPart> parts) =>
        parts.SequenceEqual(original.Parts) ? original : new TemplateStringTerm(original.Location, parts, original.IsRaw);

    internal static WithModifier With(WithModifier original, Term target, Term value) =>
        ReferenceEquals(target, original.Target) && ReferenceEquals(value, original.Value)
            ? original
            : new WithModifier(original.Location, target, value);

    internal static TermExpression Statement(TermExpression original, Term term, ImmutableArray<WithModifier> withs) =>
        ReferenceEquals(term, original.Term) && withs == original.WithModifiers
            ? original
            : new TermExpression(original.Location, term, original.IsNegated, withs) { IsGenerated = original.IsGenerated, IsOperand = original.IsOperand };

    internal static SomeExpression Some(SomeExpression original, ImmutableArray<Term> symbols, Term? domain, ImmutableArray<WithModifier> withs) =>
        symbols == original.Symbols && ReferenceEquals(domain, original.Domain) && withs == original.WithModifiers
            ? original
            : new SomeExpression(original.Location, symbols, domain, original.IsNegated, withs);

    internal static EveryExpression Every(EveryExpression original, Term? key, Term value, Term domain, Body body, ImmutableArray<WithModifier> withs) =>
        ReferenceEquals(key, original.Key) && ReferenceEquals(value, original.Value) && ReferenceEquals(domain, original.Domain)
            && ReferenceEquals(body, original.Body) && withs == original.WithModifiers
            ? original
            : new EveryExpression(original.Location, key, value, domain, body, original.IsNegated, withs);

    internal static LogicalExpression Logical(LogicalExpression original, Body left, Body right, ImmutableArray<WithModifier> withs) =>
        ReferenceEquals(left, original.Left.Body) && ReferenceEquals(right, original.Right.Body) && withs == original.WithModifiers
            ? original
            : new LogicalExpression(original.Location, original.Operation, original.Left with { Body = left }, original.Right with { Body = right }, original.IsNegated, withs);

    internal static NotBodyExpression NotBody(NotBodyExpression original, Body body, ImmutableArray<WithModifier> withs) =>
        ReferenceEquals(body, original.Operand.Body) && withs == original.WithModifiers
            ? original
            : new NotBodyExpression(original.Location, original.Operand with { Body = body }, original.IsNegated, withs);

    internal static RuleHead Head(RuleHead original, ImmutableArray<Term> reference, ImmutableArray<Term> arguments, Term? key, Term? value) =>
        reference == original.Reference && arguments == original.Arguments && ReferenceEquals(key, original.Key) && ReferenceEquals(value, original.Value)
            ? original
            : new RuleHead(original.Location, reference, arguments, key, value, original.IsAssigned, original.HasContains, original.HasIf);

    internal static Rule Rule(Rule original, RuleHead head, Body? body, Rule? @else) =>
        ReferenceEquals(head, original.Head) && ReferenceEquals(body, original.Body) && ReferenceEquals(@else, original.Else)
            ? original
            : new Rule(original.Location, original.IsDefault, head, body, @else, original.Annotations);

    internal static Module Module(Module original, ImmutableArray<Rule> rules) =>
        rules == original.Rules
            ? original
            : new Module(original.Location, original.Package, original.Imports, rules, original.Comments, original.Annotations);

    /// <summary>A statement <c>left = right</c> that gives an operand of another statement its value.</summary>
    internal static TermExpression Operand(SourceLocation location, Term left, Term right, ImmutableArray<WithModifier> withs)
    {
        var unification = new CallTerm(location, new VarTerm(location, SpecialCalls.Unify), [left, right], isInfix: true);
        return new TermExpression(location, unification, isNegated: false, withs) { IsGenerated = true, IsOperand = true };
    }

    /// <summary>A statement <c>left = right</c> that the compiler made.</summary>
    internal static TermExpression Equality(SourceLocation location, Term left, Term right, ImmutableArray<WithModifier> withs = default) =>
        new(location, new CallTerm(location, new VarTerm(location, SpecialCalls.Unify), [left, right], isInfix: true), isNegated: false, withs.IsDefault ? [] : withs)
        {
            IsGenerated = true,
        };
}
