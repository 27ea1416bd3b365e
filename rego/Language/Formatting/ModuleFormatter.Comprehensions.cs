using Rego.Printing;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;

namespace Rego.Formatting;

/// <content>Comprehensions and template strings.</content>
internal sealed partial class ModuleFormatter
{
    private bool WriteObjectComprehension(ObjectComprehensionTerm comprehension, SourceLocation location)
    {
        _out.Write("{");
        if (!WriteOperand(comprehension.Key, IsUnion(comprehension.Key)))
        {
            return false;
        }

        _out.Write(": ");

        // The value goes on in the key's row, wherever it stands.
        var valueLocation = comprehension.Value.Location with { Row = location.Row };
        return WriteComprehensionRest('{', '}', comprehension.Value, valueLocation, comprehension.Body, location);
    }

    private bool WriteComprehension(char open, char close, Term item, SourceLocation itemLocation, Body body, SourceLocation location)
    {
        _out.Write([open]);
        return WriteComprehensionRest(open, close, item, itemLocation, body, location);
    }

    private bool WriteComprehensionRest(char open, char close, Term item, SourceLocation itemLocation, Body body, SourceLocation location)
    {
        if (itemLocation.Row > location.Row)
        {
            _out.EndLine();
            _out.StartLine();
        }

        if (!WriteTermParts(item, itemLocation, isGrouped: IsUnion(item) || (item is CallTerm && itemLocation.Text is ['(', ..])))
        {
            return false;
        }

        _out.Write(" |");
        if (!WriteInnerBody(open, close, body, itemLocation, location, out var isWhole) || !isWhole)
        {
            return false;
        }

        _out.Write([close]);
        return true;
    }

    /// <summary>A body behind a bar or in braces: in one line where it stands in one.</summary>
    /// <param name="open">The bracket that opens what the body is in.</param>
    /// <param name="close">The bracket that closes it.</param>
    /// <param name="body">The body.</param>
    /// <param name="before">What stands before the body.</param>
    /// <param name="owner">What the body is in.</param>
    /// <param name="isWhole">Whether all of it was written.</param>
    /// <returns>Whether nothing in it had to be kept as it stands.</returns>
    private bool WriteInnerBody(char open, char close, Body body, SourceLocation before, SourceLocation owner, out bool isWhole)
    {
        var closingRow = SourceRows.OfClosing(owner, open, close);
        if (IsInOneRow(body, before.Row))
        {
            return WriteInnerLine(body, closingRow, out isWhole);
        }

        _out.EndLine();
        _out.Indent();
        isWhole = WriteBody(body) && PlaceComments(closingRow);
        _out.Outdent();
        _out.StartLine();
        return isWhole;
    }

    private static bool IsInOneRow(Body body, int row)
    {
        var first = body.Expressions[0].Location.Row;
        return first <= row && body.Expressions.All(expression => expression.Location.Row <= first);
    }

    private bool WriteInnerLine(Body body, int closingRow, out bool isWhole)
    {
        _out.Write(" ");
        var isInLayout = true;
        for (var i = 0; i < body.Expressions.Length; i++)
        {
            _out.Write(i > 0 ? "; " : string.Empty);
            isInLayout &= WriteStatement(body.Expressions[i]);
        }

        isWhole = PlaceComments(closingRow);
        return isInLayout && isWhole;
    }

    private bool WriteTemplate(TemplateStringTerm template)
    {
        var quote = template.IsRaw ? "`" : "\"";
        _out.Write("$");
        _out.Write(quote);
        for (var i = 0; i < template.Parts.Length; i++)
        {
            var part = template.Parts[i];
            if (TextOf(part, template.IsRaw) is { } text)
            {
                _out.Write(text);
                continue;
            }

            var nextRow = i + 1 < template.Parts.Length ? RowOf(template.Parts[i + 1]) : 0;
            if (!WriteTemplateExpression(part.Expression!, nextRow))
            {
                return false;
            }
        }

        _out.Write(quote);
        return true;
    }

    /// <summary>What can stand without braces: text, and constants, which are made text; null for all else.</summary>
    private static string? TextOf(TemplateStringPart part, bool isRaw) => part.Expression switch
    {
        null => TermPrinter.TemplateText(part.Text!, isRaw),
        { WithModifiers.IsDefaultOrEmpty: false } => null,
        TermExpression { Term: StringTerm text } when !isRaw || !text.Value.Contains('`') => TermPrinter.TemplateText(text.Value, isRaw),
        TermExpression { Term: NullTerm or BooleanTerm or NumberTerm } constant => TermPrinter.Print(constant.Term),
        _ => null,
    };

    private static int RowOf(in TemplateStringPart part) => part.Expression?.Location.Row ?? part.Location.Row;

    /// <param name="expression">The expression.</param>
    /// <param name="nextRow">The row of the part behind it; 0 where there is none.</param>
    private bool WriteTemplateExpression(Expression expression, int nextRow)
    {
        _out.Write("{");
        _out.Indent();
        if (_out.Waiting is not null)
        {
            _out.EndLine();
            _out.StartLine();
        }
        else if (_comments.Next is { } comment && comment.Location.Row < expression.Location.Row)
        {
            _out.Write(" ");
            _out.IsInLine = true;
            WriteCommentsAbove(expression.Location.Row);
        }

        if (!WriteStatement(expression))
        {
            return false;
        }

        if (_comments.Next is { } last && last.Location.Row < nextRow)
        {
            _out.EndLine();
            WriteCommentsAbove(nextRow);
            _out.StartLine();
        }

        _out.Write("}");
        _out.Outdent();
        return true;
    }
}
