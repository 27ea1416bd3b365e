using System.Collections.Immutable;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Printing;

/// <content>Statements and terms.</content>
internal static partial class SyntaxJson
{
    private static RegoArray Of(Body body) => RegoArray.From([.. body.Expressions.Select(Of)]);

    private static RegoValue Of(Expression expression, int index)
    {
        var fields = new JsonFields().Add("index", RegoNumber.From(index)).Add("terms", Content(expression));
        if (expression.IsNegated)
        {
            fields.Add("negated", RegoBoolean.True);
        }

        fields.AddList("with", expression.WithModifiers.IsDefault ? [] : expression.WithModifiers.Select(OfModifier));
        return fields.ToObject();
    }

    private static RegoObject OfModifier(WithModifier modifier) =>
        new JsonFields().Add("target", Of(modifier.Target)).Add("value", Of(modifier.Value)).ToObject();

    private static RegoValue Content(Expression expression) => expression switch
    {
        TermExpression { Term: CallTerm call } => CallTerms(call),
        TermExpression term => Of(term.Term),
        SomeExpression { Domain: null } some => new JsonFields().Add("symbols", Terms(some.Symbols)).ToObject(),
        SomeExpression some => new JsonFields().Add("symbols", RegoArray.From(Membership(some))).ToObject(),
        EveryExpression every => new JsonFields()
            .Add("key", every.Key is null ? RegoNull.Instance : Of(every.Key))
            .Add("value", Of(every.Value))
            .Add("domain", Of(every.Domain))
            .Add("body", Of(every.Body))
            .ToObject(),
        LogicalExpression logic => Logic(logic),
        NotBodyExpression not => new JsonFields()
            .Add("type", RegoString.From("not"))
            .Add("body", Of(not.Operand.Body))
            .Add("explicit_body", RegoBoolean.From(not.Operand.IsBraced))
            .ToObject(),
        _ => throw new ArgumentOutOfRangeException(nameof(expression), expression.GetType().Name, "no such expression"),
    };

    private static RegoObject Logic(LogicalExpression logic)
    {
        var fields = new JsonFields()
            .Add("type", RegoString.From(logic.Operation == LogicalOperator.Or ? "or" : "and"))
            .Add("lhs", Of(logic.Left.Body))
            .Add("rhs", Of(logic.Right.Body));
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

    /// <summary><c>some … in …</c> is a membership call in OPA's tree.</summary>
    private static RegoValue Membership(SomeExpression some)
    {
        var name = some.Symbols.Length == 1 ? "member_2" : "member_3";
        var @operator = Typed("ref", RegoArray.From(Typed("var", RegoString.From("internal")), Typed("string", RegoString.From(name))));
        return Typed("call", RegoArray.From([@operator, .. some.Symbols.Select(Of), Of(some.Domain!)]));
    }

    private static RegoArray Terms(ImmutableArray<Term> terms) => RegoArray.From([.. terms.Select(Of)]);

    private static RegoArray CallTerms(CallTerm call)
    {
        var @operator = call.Operator is VarTerm name ? Typed("ref", RegoArray.From(Typed("var", RegoString.From(name.Name)))) : Of(call.Operator);
        return RegoArray.From([@operator, .. call.Arguments.Select(Of)]);
    }

    internal static RegoValue Of(Term term) => term switch
    {
        NullTerm => Typed("null", RegoObject.Empty),
        BooleanTerm boolean => Typed("boolean", RegoBoolean.From(boolean.Value)),
        NumberTerm number => Typed("number", RegoNumber.FromText(number.Text)),
        StringTerm text => Typed("string", RegoString.From(text.Value)),
        VarTerm { Name: "input" or "data" } root => Typed("ref", RegoArray.From(Typed("var", RegoString.From(root.Name)))),
        VarTerm variable => Typed("var", RegoString.From(variable.Name)),
        RefTerm reference => Typed("ref", Reference([reference.Head, .. reference.Path])),
        CallTerm call => Typed("call", CallTerms(call)),
        ArrayTerm array => Typed("array", Terms(array.Items)),
        SetTerm set => Typed("set", RegoArray.From(SyntaxOrder.Sort(set.Items).Select(Of))),
        ObjectTerm @object => Typed("object", RegoArray.From(SyntaxOrder.Sort(@object.Members).Select(member => (RegoValue)RegoArray.From(Of(member.Key), Of(member.Value))))),
        ArrayComprehensionTerm array => Typed("arraycomprehension", Comprehension("term", array.Item, array.Body).ToObject()),
        SetComprehensionTerm set => Typed("setcomprehension", Comprehension("term", set.Item, set.Body).ToObject()),
        ObjectComprehensionTerm @object => Typed("objectcomprehension", Comprehension("value", @object.Value, @object.Body).Add("key", Of(@object.Key)).ToObject()),
        TemplateStringTerm template => Typed("templatestring", new JsonFields()
            .Add("parts", RegoArray.From([.. template.Parts.Select(OfPart)]))
            .Add("multi_line", RegoBoolean.From(template.IsRaw))
            .ToObject()),
        _ => throw new ArgumentOutOfRangeException(nameof(term), term.GetType().Name, "no such term"),
    };

    internal static RegoArray Reference(ImmutableArray<Term> parts) => RegoArray.From([OfHead(parts[0]), .. parts.Skip(1).Select(Of)]);

    private static RegoValue OfHead(Term head) => head is VarTerm variable ? Typed("var", RegoString.From(variable.Name)) : Of(head);

    private static JsonFields Comprehension(string name, Term item, Body body) => new JsonFields().Add(name, Of(item)).Add("body", Of(body));

    /// <summary>Text, a constant, or a statement.</summary>
    private static RegoValue OfPart(TemplateStringPart part) => part.Expression switch
    {
        null => Typed("string", RegoString.From(part.Text!)),
        TermExpression { WithModifiers.IsDefaultOrEmpty: true, Term: NullTerm or BooleanTerm or NumberTerm or StringTerm } constant => Of(constant.Term),
        var expression => Of(expression, 0),
    };

    private static RegoObject Typed(string type, RegoValue value) => RegoObject.From(("type", RegoString.From(type)), ("value", value));
}
