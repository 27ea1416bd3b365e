using System.Text;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Analysis;

/// <summary>Terms as messages show them.</summary>
internal sealed class TermPrinter
{
    private readonly StringBuilder _text = new();
    private readonly Func<string, string>? _names;

    private TermPrinter(Func<string, string>? names) => _names = names;

    /// <summary>The term's text, with variables under other names where a function is given.</summary>
    internal static string ToText(Term term, Func<string, string>? names = null)
    {
        var printer = new TermPrinter(names);
        printer.Append(term);
        return printer._text.ToString();
    }

    /// <summary>The text of a reference.</summary>
    internal static string ToText(Term head, IEnumerable<Term> path, Func<string, string>? names = null)
    {
        var printer = new TermPrinter(names);
        printer.Append(head);
        printer.AppendPath(path);
        return printer._text.ToString();
    }

    private void Append(Term term)
    {
        switch (term)
        {
            case VarTerm { IsWildcard: true }:
                _text.Append('_');
                break;
            case VarTerm variable:
                _text.Append(_names is null ? variable.Name : _names(variable.Name));
                break;
            case RefTerm reference:
                Append(reference.Head);
                AppendPath(reference.Path);
                break;
            case CallTerm call:
                Append(call.Operator);
                AppendList("(", call.Arguments, ")");
                break;
            case ArrayTerm array:
                AppendList("[", array.Items, "]");
                break;
            case SetTerm { Items.IsEmpty: true }:
                _text.Append("set()");
                break;
            case SetTerm set:
                AppendList("{", set.Items, "}");
                break;
            case ObjectTerm obj:
                AppendObject(obj);
                break;
            default:
                AppendValue(term);
                break;
        }
    }

    private void AppendValue(Term term)
    {
        if (ConstantTerms.ToScalar(term) is { } value)
        {
            _text.Append(value);
        }
        else
        {
            _text.Append(term.Location.Text);
        }
    }

    private void AppendObject(ObjectTerm obj)
    {
        _text.Append('{');
        for (var i = 0; i < obj.Members.Length; i++)
        {
            _text.Append(i > 0 ? ", " : string.Empty);
            Append(obj.Members[i].Key);
            _text.Append(": ");
            Append(obj.Members[i].Value);
        }

        _text.Append('}');
    }

    private void AppendList(string open, IReadOnlyList<Term> items, string close)
    {
        _text.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            _text.Append(i > 0 ? ", " : string.Empty);
            Append(items[i]);
        }

        _text.Append(close);
    }

    private void AppendPath(IEnumerable<Term> path)
    {
        foreach (var part in path)
        {
            if (part is StringTerm text && IsName(text.Value))
            {
                _text.Append('.').Append(text.Value);
            }
            else
            {
                _text.Append('[');
                Append(part);
                _text.Append(']');
            }
        }
    }

    private static bool IsName(string text) =>
        text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(c => c == '_' || char.IsAsciiLetterOrDigit(c));
}
