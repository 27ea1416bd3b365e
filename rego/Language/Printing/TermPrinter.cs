using System.Collections.Immutable;
using System.Text;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Values;

namespace Rego.Printing;

/// <summary>
/// Prints syntax as Rego text on one line: what messages show, and what reads back as the same tree. Operators inside
/// operators stand in parentheses.
/// </summary>
internal sealed partial class TermPrinter
{
    private readonly StringBuilder _text = new();
    private readonly TermStyle _style;

    private TermPrinter(TermStyle style) => _style = style;

    internal static string Print(Term term) => Print(term, TermStyle.Source);

    internal static string Print(Term term, TermStyle style)
    {
        var printer = new TermPrinter(style);
        printer.Append(term);
        return printer._text.ToString();
    }

    /// <summary>A rule's name, or another reference: its head and the operands behind it.</summary>
    internal static string PrintReference(ImmutableArray<Term> parts) => PrintReference(parts, TermStyle.Source);

    internal static string PrintReference(ImmutableArray<Term> parts, TermStyle style)
    {
        var printer = new TermPrinter(style);
        printer.AppendReference(parts[0], parts.AsSpan()[1..]);
        return printer._text.ToString();
    }

    /// <summary>A term as messages show it, with variables under other names where a function is given.</summary>
    internal static string ToText(Term term, Func<string, string>? names = null) => Print(term, TermStyle.Message(names));

    /// <summary>A reference as messages show it.</summary>
    internal static string ToText(Term head, IEnumerable<Term> path, Func<string, string>? names = null) =>
        PrintReference([head, .. path], TermStyle.Message(names));

    private void Append(Term term)
    {
        switch (term)
        {
            case NullTerm: _text.Append("null"); break;
            case BooleanTerm boolean: _text.Append(boolean.Value ? "true" : "false"); break;
            case NumberTerm number: _text.Append(number.Text); break;
            case StringTerm literal: AppendString(literal.Value); break;
            case VarTerm variable: _text.Append(_style.NameOf(variable)); break;
            case RefTerm reference: AppendReference(reference.Head, reference.Path.AsSpan()); break;
            case CallTerm call: AppendCall(call); break;
            case ArrayTerm array: AppendList("[", array.Items, "]"); break;
            case SetTerm { Items.IsEmpty: true }: _text.Append("set()"); break;
            case SetTerm set: AppendList("{", set.Items, "}"); break;
            case ObjectTerm @object: AppendObject(@object); break;
            case ArrayComprehensionTerm array: AppendComprehension('[', null, array.Item, array.Body, ']'); break;
            case SetComprehensionTerm set: AppendComprehension('{', null, set.Item, set.Body, '}'); break;
            case ObjectComprehensionTerm @object: AppendComprehension('{', @object.Key, @object.Value, @object.Body, '}'); break;
            case TemplateStringTerm template: AppendTemplate(template); break;
            default: throw new ArgumentOutOfRangeException(nameof(term), term.GetType().Name, "no such term");
        }
    }

    /// <summary>The text part of a template string.</summary>
    internal static string TemplateText(string text, bool isRaw) =>
        (isRaw ? text : Quote(text)[1..^1]).Replace("{", "\\{", StringComparison.Ordinal);

    /// <summary>The spelling of an operator between terms, or null where the function has none.</summary>
    internal static string? InfixSign(Term @operator) => @operator switch
    {
        VarTerm variable => variable.Name switch
        {
            "eq" => "=",
            "assign" => ":=",
            "equal" => "==",
            "neq" => "!=",
            "lt" => "<",
            "lte" => "<=",
            "gt" => ">",
            "gte" => ">=",
            "plus" => "+",
            "minus" => "-",
            "mul" => "*",
            "div" => "/",
            "rem" => "%",
            "and" => "&",
            "or" => "|",
            _ => null,
        },
        RefTerm { Head: VarTerm { Name: "internal" }, Path: [StringTerm { Value: "member_2" or "member_3" }] } => "in",
        _ => null,
    };

    private void AppendReference(Term head, ReadOnlySpan<Term> path)
    {
        AppendOperand(head);
        foreach (var part in path)
        {
            if (part is StringTerm name && Names.IsName(name.Value) && (_style.HasOperatorsByName || !Keywords.IsReserved(name.Value)))
            {
                _text.Append('.').Append(name.Value);
                continue;
            }

            _text.Append('[');
            Append(part);
            _text.Append(']');
        }
    }

    internal static bool IsPlainName(string name) => Names.IsName(name) && !Keywords.IsReserved(name);

    private void AppendCall(CallTerm call)
    {
        if (IsInfix(call) && InfixSign(call.Operator) is { } sign)
        {
            AppendInfix(call, sign);
            return;
        }

        Append(call.Operator);
        AppendList("(", call.Arguments, ")");
    }

    private bool IsInfix(CallTerm call) => call.IsInfix && !_style.HasOperatorsByName;

    private void AppendInfix(CallTerm call, string sign)
    {
        for (var i = 0; i < call.Arguments.Length - 1; i++)
        {
            _text.Append(i > 0 ? ", " : string.Empty);
            AppendOperand(call.Arguments[i]);
        }

        _text.Append(' ').Append(sign).Append(' ');
        AppendOperand(call.Arguments[^1]);
    }

    private void AppendOperand(Term operand)
    {
        var isNested = operand is CallTerm call && IsInfix(call);
        _text.Append(isNested ? "(" : string.Empty);
        Append(operand);
        _text.Append(isNested ? ")" : string.Empty);
    }

    private void AppendList(string open, ImmutableArray<Term> items, string close)
    {
        _text.Append(open);
        for (var i = 0; i < items.Length; i++)
        {
            _text.Append(i > 0 ? ", " : string.Empty);
            AppendItem(items[i]);
        }

        _text.Append(close);
    }

    /// <summary>Where commas separate, <c>key, value in xs</c> needs parentheses; and a bar would begin a comprehension's body.</summary>
    private void AppendItem(Term item)
    {
        if (item is CallTerm call && IsInfix(call) && (call.Arguments.Length == 3 || call.Operator is VarTerm { Name: "or" }))
        {
            AppendOperand(item);
        }
        else
        {
            Append(item);
        }
    }

    private void AppendObject(ObjectTerm @object)
    {
        _text.Append('{');
        for (var i = 0; i < @object.Members.Length; i++)
        {
            _text.Append(i > 0 ? ", " : string.Empty);
            AppendItem(@object.Members[i].Key);
            _text.Append(": ");
            AppendItem(@object.Members[i].Value);
        }

        _text.Append('}');
    }

    private void AppendComprehension(char open, Term? key, Term item, Body body, char close)
    {
        _text.Append(open);
        if (key is not null)
        {
            AppendOperand(key);
            _text.Append(": ");
        }

        AppendOperand(item);
        _text.Append(" | ");
        Append(body);
        _text.Append(close);
    }

    private void AppendTemplate(TemplateStringTerm template)
    {
        _text.Append(template.IsRaw ? "$`" : "$\"");
        foreach (var part in template.Parts)
        {
            if (part.Expression is { } expression)
            {
                _text.Append('{');
                Append(expression);
                _text.Append('}');
            }
            else
            {
                _text.Append(TemplateText(part.Text!, template.IsRaw));
            }
        }

        _text.Append(template.IsRaw ? '`' : '"');
    }

    private void AppendString(string value)
    {
        if (_style.HasOperatorsByName)
        {
            RegoString.From(value).AppendTerm(_text);
        }
        else
        {
            QuotedText.Append(_text, value);
        }
    }

    private static string Quote(string value)
    {
        var text = new StringBuilder();
        QuotedText.Append(text, value);
        return text.ToString();
    }
}
