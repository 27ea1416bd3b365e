using System.Collections.Immutable;
using System.Text;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Printing;

/// <summary>
/// Prints syntax as Rego text on one line: what messages show, and what reads back as the same tree. Operators inside
/// operators stand in parentheses.
/// </summary>
internal static partial class TermPrinter
{
    internal static string Print(Term term)
    {
        var text = new StringBuilder();
        Append(text, term);
        return text.ToString();
    }

    /// <summary>A rule's name: a variable and the operands behind it.</summary>
    internal static string PrintReference(ImmutableArray<Term> parts)
    {
        var text = new StringBuilder();
        AppendReference(text, parts[0], parts.AsSpan()[1..]);
        return text.ToString();
    }

    internal static void Append(StringBuilder text, Term term)
    {
        switch (term)
        {
            case NullTerm: text.Append("null"); break;
            case BooleanTerm boolean: text.Append(boolean.Value ? "true" : "false"); break;
            case NumberTerm number: text.Append(number.Text); break;
            case StringTerm literal: AppendQuoted(text, literal.Value); break;
            case VarTerm variable: text.Append(variable.IsWildcard ? "_" : variable.Name); break;
            case RefTerm reference: AppendReference(text, reference.Head, reference.Path.AsSpan()); break;
            case CallTerm call: AppendCall(text, call); break;
            case ArrayTerm array: AppendList(text, "[", array.Items, "]"); break;
            case SetTerm { Items.IsEmpty: true }: text.Append("set()"); break;
            case SetTerm set: AppendList(text, "{", set.Items, "}"); break;
            case ObjectTerm @object: AppendObject(text, @object); break;
            case ArrayComprehensionTerm array: AppendComprehension(text, '[', null, array.Item, array.Body, ']'); break;
            case SetComprehensionTerm set: AppendComprehension(text, '{', null, set.Item, set.Body, '}'); break;
            case ObjectComprehensionTerm @object: AppendComprehension(text, '{', @object.Key, @object.Value, @object.Body, '}'); break;
            case TemplateStringTerm template: AppendTemplate(text, template); break;
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

    private static void AppendReference(StringBuilder text, Term head, ReadOnlySpan<Term> path)
    {
        AppendOperand(text, head);
        foreach (var part in path)
        {
            if (part is StringTerm name && IsPlainName(name.Value))
            {
                text.Append('.').Append(name.Value);
                continue;
            }

            text.Append('[');
            Append(text, part);
            text.Append(']');
        }
    }

    internal static bool IsPlainName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
        && !Parsing.Keywords.IsReserved(name);

    private static void AppendCall(StringBuilder text, CallTerm call)
    {
        if (call.IsInfix && InfixSign(call.Operator) is { } sign)
        {
            AppendInfix(text, call, sign);
            return;
        }

        Append(text, call.Operator);
        AppendList(text, "(", call.Arguments, ")");
    }

    private static void AppendInfix(StringBuilder text, CallTerm call, string sign)
    {
        for (var i = 0; i < call.Arguments.Length - 1; i++)
        {
            text.Append(i > 0 ? ", " : string.Empty);
            AppendOperand(text, call.Arguments[i]);
        }

        text.Append(' ').Append(sign).Append(' ');
        AppendOperand(text, call.Arguments[^1]);
    }

    private static void AppendOperand(StringBuilder text, Term operand)
    {
        var isNested = operand is CallTerm { IsInfix: true };
        text.Append(isNested ? "(" : string.Empty);
        Append(text, operand);
        text.Append(isNested ? ")" : string.Empty);
    }

    private static void AppendList(StringBuilder text, string open, ImmutableArray<Term> items, string close)
    {
        text.Append(open);
        for (var i = 0; i < items.Length; i++)
        {
            text.Append(i > 0 ? ", " : string.Empty);
            AppendItem(text, items[i]);
        }

        text.Append(close);
    }

    /// <summary>Where commas separate, <c>key, value in xs</c> needs parentheses; and a bar would begin a comprehension's body.</summary>
    private static void AppendItem(StringBuilder text, Term item)
    {
        if (item is CallTerm { IsInfix: true } call && (call.Arguments.Length == 3 || call.Operator is VarTerm { Name: "or" }))
        {
            AppendOperand(text, item);
        }
        else
        {
            Append(text, item);
        }
    }

    private static void AppendObject(StringBuilder text, ObjectTerm @object)
    {
        text.Append('{');
        for (var i = 0; i < @object.Members.Length; i++)
        {
            text.Append(i > 0 ? ", " : string.Empty);
            AppendItem(text, @object.Members[i].Key);
            text.Append(": ");
            AppendItem(text, @object.Members[i].Value);
        }

        text.Append('}');
    }

    private static void AppendComprehension(StringBuilder text, char open, Term? key, Term item, Body body, char close)
    {
        text.Append(open);
        if (key is not null)
        {
            AppendOperand(text, key);
            text.Append(": ");
        }

        AppendOperand(text, item);
        text.Append(" | ");
        Append(text, body);
        text.Append(close);
    }

    private static void AppendTemplate(StringBuilder text, TemplateStringTerm template)
    {
        text.Append(template.IsRaw ? "$`" : "$\"");
        foreach (var part in template.Parts)
        {
            if (part.Expression is { } expression)
            {
                text.Append('{');
                Append(text, expression);
                text.Append('}');
            }
            else
            {
                text.Append(TemplateText(part.Text!, template.IsRaw));
            }
        }

        text.Append(template.IsRaw ? '`' : '"');
    }

    private static void AppendQuoted(StringBuilder text, string value) => QuotedText.Append(text, value);

    private static string Quote(string value)
    {
        var text = new StringBuilder();
        AppendQuoted(text, value);
        return text.ToString();
    }
}
