using Rego.Printing;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Terms;

namespace Rego.Formatting;

/// <content>Terms and references.</content>
internal sealed partial class ModuleFormatter
{
    private bool WriteTerm(Term term) => WriteTerm(term, term.Location);

    /// <summary>Writes a term, where need be as it stands in the source; false then.</summary>
    /// <param name="term">The term.</param>
    /// <param name="location">What stands for its place.</param>
    private bool WriteTerm(Term term, SourceLocation location)
    {
        var start = Save();
        var grouped = _grouped;
        if (WriteTermParts(term, location, isGrouped: false) && HasAllSince(start))
        {
            return true;
        }

        _grouped = grouped == term ? null : grouped;
        KeepAsWritten(start, Whole(term, location));
        return false;
    }

    /// <summary>The place of a reference to a composite begins, as OPA tells it, with the composite's closing bracket; here with the opening one.</summary>
    private static SourceLocation Whole(Term term, SourceLocation location)
    {
        var head = term is RefTerm reference ? reference.Head.Location : location;
        return head.Offset >= location.Offset ? location : location with { Offset = head.Offset, Length = location.Offset + location.Length - head.Offset };
    }

    private bool WriteTermParts(Term term, bool isGrouped) => WriteTermParts(term, term.Location, isGrouped);

    /// <param name="term">The term.</param>
    /// <param name="location">What stands for its place.</param>
    /// <param name="isGrouped">Whether an operator's term stands in parentheses here.</param>
    private bool WriteTermParts(Term term, SourceLocation location, bool isGrouped)
    {
        isGrouped = TakeGroup(term) || (isGrouped && term is CallTerm);
        if (!PlaceComments(location.Row))
        {
            return false;
        }

        _out.EnsureLine();
        var isWritten = WriteTermContent(term, location, isGrouped);
        if (isWritten)
        {
            _out.EnsureLine();
        }

        return isWritten;
    }

    private bool WriteTermContent(Term term, SourceLocation location, bool isGrouped)
    {
        switch (term)
        {
            case RefTerm reference:
                return WriteReference(reference.Head, reference.Path.AsSpan());
            case CallTerm call:
                return WriteCall(call, location, isGrouped);
            case ArrayTerm array:
                return WriteBracketed('[', ']', ItemsOf(array.Items), location);
            case SetTerm { Items.IsEmpty: true }:
                _out.Write("set()");
                return PlaceComments(SourceRows.OfClosing(location, '(', ')'));
            case SetTerm set:
                return WriteBracketed('{', '}', ItemsOf(SyntaxOrder.Sort(set.Items)), location);
            case ObjectTerm @object:
                return WriteBracketed('{', '}', [.. SyntaxOrder.Sort(@object.Members).Select(member => new Item(member.Key, member.Value))], location);
            case ArrayComprehensionTerm array:
                return WriteComprehension('[', ']', array.Item, array.Item.Location, array.Body, location);
            case SetComprehensionTerm set:
                return WriteComprehension('{', '}', set.Item, set.Item.Location, set.Body, location);
            case ObjectComprehensionTerm @object:
                return WriteObjectComprehension(@object, location);
            case TemplateStringTerm template:
                return WriteTemplate(template);
            default:
                _out.Write(isGrouped && term is NumberTerm ? $"({TextOf(term, location)})" : TextOf(term, location));
                return true;
        }
    }

    private static string TextOf(Term term, SourceLocation location) => term switch
    {
        VarTerm variable => NameOf(variable.Name),
        StringTerm text => TextOf(text, location),
        _ => TermPrinter.Print(term),
    };

    /// <summary>Strings stay as they are spelled, where their place tells how.</summary>
    private static string TextOf(StringTerm text, SourceLocation location)
    {
        var source = location.Text;
        if (source is ['`', ..])
        {
            return source.ToString();
        }

        var quote = source.IsEmpty ? default : source[^1];
        return quote is '"' or '`' ? source[source.IndexOf(quote)..].ToString() : TermPrinter.Print(text);
    }

    private bool WriteReference(Term head, ReadOnlySpan<Term> path)
    {
        if (!WriteTermParts(head, isGrouped: head is CallTerm && head.Location.Text is ['(', ..]))
        {
            return false;
        }

        foreach (var part in path)
        {
            switch (part)
            {
                case StringTerm name:
                    WriteName(name);
                    break;
                case VarTerm { Name: not ("input" or "data") } variable:
                    _out.Write($"[{TextOf(variable, variable.Location)}]");
                    break;
                default:
                    WriteIndex(part);
                    break;
            }
        }

        return true;
    }

    private void WriteIndex(Term index)
    {
        _out.Write("[");
        if (!WriteTerm(index))
        {
            // Behind what is kept as it stands may be a comment.
            _out.EndLine();
            _out.IsInLine = true;
        }

        _out.Write("]");
    }

    /// <summary>A constant part of a reference: with a dot where it can be a name, but keywords that stand in quotes keep them.</summary>
    private void WriteName(StringTerm name)
    {
        var isBracketed = !Names.IsName(name.Value) || (Names.IsKeyword(name.Value, _keywords) && (name.Location.Text is ['"', ..] || !_hasDottedKeywords));
        _out.Write(isBracketed ? $"[{TermPrinter.Print(name)}]" : "." + name.Value);
    }
}
