using System.Collections.Immutable;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Values;

namespace Rego.Printing;

/// <content>Statements and terms.</content>
internal sealed partial class SyntaxJson
{
    private RegoArray OfBody(Body body) => RegoArray.From([.. body.Expressions.Select(OfExpression)]);

    private RegoValue OfExpression(Expression expression, int index) => Statement(At(expression.Location), expression, index);

    private RegoObject Statement(JsonFields fields, Expression expression, int index)
    {
        fields.Add("index", RegoNumber.From(index)).Add("terms", Content(expression));
        if (expression.IsNegated)
        {
            fields.Add("negated", RegoBoolean.True);
        }

        if (expression is TermExpression { IsGenerated: true })
        {
            fields.Add("generated", RegoBoolean.True);
        }

        fields.AddList("with", expression.WithModifiers.IsDefault ? [] : expression.WithModifiers.Select(OfModifier));
        return fields.ToObject();
    }

    private RegoObject OfModifier(WithModifier modifier) =>
        At(modifier.Location).Add("target", OfTerm(modifier.Target)).Add("value", OfTerm(modifier.Value)).ToObject();

    private RegoValue Content(Expression expression) => expression switch
    {
        TermExpression { Term: CallTerm call } => CallTerms(call),
        TermExpression term => OfTerm(term.Term),
        SomeExpression { Domain: null } some => At(Word(some, "some")).Add("symbols", Terms(some.Symbols)).ToObject(),
        SomeExpression some => At(Word(some, "some")).Add("symbols", RegoArray.From(Membership(some))).ToObject(),
        EveryExpression every => At(Word(every, "every"))
            .Add("key", every.Key is null ? RegoNull.Instance : OfTerm(every.Key))
            .Add("value", OfTerm(every.Value))
            .Add("domain", OfTerm(every.Domain))
            .Add("body", OfBody(every.Body))
            .ToObject(),
        LogicalExpression logic => Logic(logic),
        NotBodyExpression not => OfNegation(not, OfBody(not.Operand.Body)),
        _ => throw new ArgumentOutOfRangeException(nameof(expression), expression.GetType().Name, "no such expression"),
    };

    /// <summary>The keyword that begins the statement.</summary>
    private static SourceLocation Word(Expression expression, string word) => expression.Location with { Length = Math.Min(word.Length, expression.Location.Length) };

    private RegoObject Logic(LogicalExpression logic)
    {
        var fields = new JsonFields()
            .Add("type", RegoString.From(logic.Operation == LogicalOperator.Or ? "or" : "and"))
            .Add("lhs", OfFirst(logic))
            .Add("rhs", OfBody(logic.Right.Body));
        if (logic.Left.IsBraced)
        {
            fields.Add("explicit_lhs", RegoBoolean.True);
        }

        if (logic.Right.IsBraced)
        {
            fields.Add("explicit_rhs", RegoBoolean.True);
        }

        return fields.ToObject();
    }

    /// <summary>Where <c>not</c> begins the whole, OPA gives what it negates no place.</summary>
    private RegoArray OfFirst(LogicalExpression logic)
    {
        if (!_withLocations || logic.Left.IsBraced || logic.Left.Body.Expressions is not [NotBodyExpression { Operand.IsBraced: false } not] || not.Location.Offset != logic.Location.Offset)
        {
            return OfBody(logic.Left.Body);
        }

        var negated = RegoArray.From(Statement(new JsonFields(), not.Operand.Body.Expressions[0], 0));
        return RegoArray.From(At(not.Location).Add("index", RegoNumber.From(0)).Add("terms", OfNegation(not, negated)).ToObject());
    }

    private static RegoObject OfNegation(NotBodyExpression not, RegoArray body) => new JsonFields()
        .Add("type", RegoString.From("not"))
        .Add("body", body)
        .Add("explicit_body", RegoBoolean.From(not.Operand.IsBraced))
        .ToObject();

    /// <summary><c>some … in …</c> is a membership call in OPA's tree.</summary>
    private RegoObject Membership(SomeExpression some)
    {
        var whole = some.Membership?.Location ?? some.Location;
        var sign = some.Membership?.Operator.Location ?? some.Location;
        var @operator = TypedAt(sign, "ref", RegoArray.From(
            TypedAt(sign, "var", RegoString.From("internal")),
            TypedAt(sign, "string", RegoString.From(some.Symbols.Length == 1 ? "member_2" : "member_3"))));
        return TypedAt(whole, "call", RegoArray.From([@operator, .. some.Symbols.Select(OfTerm), OfTerm(some.Domain!)]));
    }

    private RegoArray Terms(ImmutableArray<Term> terms) => RegoArray.From([.. terms.Select(OfTerm)]);

    private RegoArray CallTerms(CallTerm call)
    {
        var @operator = call.Operator is VarTerm name ? Typed(name, "ref", RegoArray.From(OfHead(name))) : OfTerm(call.Operator);
        return RegoArray.From([@operator, .. call.Arguments.Select(OfTerm)]);
    }

    private RegoValue OfTerm(Term term) => term switch
    {
        NullTerm => Typed(term, "null", RegoObject.Empty),
        BooleanTerm boolean => Typed(term, "boolean", RegoBoolean.From(boolean.Value)),
        NumberTerm number => Typed(term, "number", RegoNumber.FromText(number.Text)),
        StringTerm text => Typed(term, "string", RegoString.From(text.Value)),
        VarTerm { Name: "input" or "data" } root => Typed(term, "ref", RegoArray.From(OfHead(root))),
        VarTerm => OfHead(term),
        RefTerm reference => Typed(term, "ref", Reference([reference.Head, .. reference.Path])),
        CallTerm call => Typed(term, "call", CallTerms(call)),
        ArrayTerm array => Typed(term, "array", Terms(array.Items)),
        SetTerm set => Typed(term, "set", RegoArray.From(SyntaxOrder.Sort(set.Items).Select(OfTerm))),
        ObjectTerm @object => Typed(term, "object", RegoArray.From(SyntaxOrder.Sort(@object.Members).Select(member => (RegoValue)RegoArray.From(OfTerm(member.Key), OfTerm(member.Value))))),
        ArrayComprehensionTerm array => Typed(term, "arraycomprehension", Comprehension("term", array.Item, array.Body).ToObject()),
        SetComprehensionTerm set => Typed(term, "setcomprehension", Comprehension("term", set.Item, set.Body).ToObject()),
        ObjectComprehensionTerm @object => Typed(term, "objectcomprehension", Comprehension("value", @object.Value, @object.Body).Add("key", OfTerm(@object.Key)).ToObject()),
        TemplateStringTerm template => Typed(term, "templatestring", new JsonFields()
            .Add("parts", RegoArray.From([.. template.Parts.Select(part => OfPart(part))]))
            .Add("multi_line", RegoBoolean.From(template.IsRaw))
            .ToObject()),
        _ => throw new ArgumentOutOfRangeException(nameof(term), term.GetType().Name, "no such term"),
    };

    private RegoArray Reference(ImmutableArray<Term> parts) => RegoArray.From([OfHead(parts[0]), .. parts.Skip(1).Select(OfTerm)]);

    private RegoValue OfHead(Term head) => head is VarTerm variable ? Typed(variable, "var", RegoString.From(variable.Name)) : OfTerm(head);

    private JsonFields Comprehension(string name, Term item, Body body) => new JsonFields().Add(name, OfTerm(item)).Add("body", OfBody(body));

    /// <summary>Text, a constant, or a statement.</summary>
    private RegoValue OfPart(TemplateStringPart part) => part.Expression switch
    {
        null => TypedAt(part.Location, "string", RegoString.From(part.Text!)),
        TermExpression { WithModifiers.IsDefaultOrEmpty: true, Term: NullTerm or BooleanTerm or NumberTerm or StringTerm } constant => OfTerm(constant.Term),
        var expression => OfExpression(expression, 0),
    };

    private RegoObject Typed(Term term, string type, RegoValue value) => TypedAt(term.Location, type, value);

    private RegoObject TypedAt(SourceLocation location, string type, RegoValue value) =>
        At(location).Add("type", RegoString.From(type)).Add("value", value).ToObject();
}
