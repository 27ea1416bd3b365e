using Rego.Printing;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;

namespace Rego.Formatting;

/// <content>Bodies and statements.</content>
internal sealed partial class ModuleFormatter
{
    /// <summary>A statement a line. Blank lines between statements stay, as one.</summary>
    private bool WriteBody(Body body)
    {
        if (!PlaceComments(body.Expressions[0].Location.Row))
        {
            return false;
        }

        for (var i = 0; i < body.Expressions.Length; i++)
        {
            if (i > 0 && body.Expressions[i].Location.Row > SourceRows.Last(body.Expressions[i - 1].Location) + 1)
            {
                _out.BlankLine();
            }

            if (i > 0)
            {
                GroupLeadingMinus(body.Expressions[i]);
            }

            _out.StartLine();
            WriteStatement(body.Expressions[i]);
            _out.EndLine();
        }

        return true;
    }

    /// <summary>A line that begins with a minus would be read as the rest of the line above it: it gets parentheses.</summary>
    private void GroupLeadingMinus(Expression expression)
    {
        if (LeadOf(expression) is not NumberTerm { Text: ['-', ..] } number)
        {
            return;
        }

        var isEquation = expression is TermExpression { Term: CallTerm call } && OperatorOf(call) is { } function && Precedence.Of(function.Infix!) == Precedence.Equation;
        _grouped = isEquation || expression is LogicalExpression ? number : expression;
    }

    /// <summary>Writes a statement, where need be as it stands in the source; false then.</summary>
    private bool WriteStatement(Expression expression)
    {
        var start = Save();
        var grouped = _grouped;
        var isInLayout = false;
        var isWhole = PlaceComments(expression.Location.Row);
        if (isWhole)
        {
            _out.EnsureLine();
            start = Save();
            isInLayout = WriteStatementParts(expression, out isWhole);
        }

        if (isWhole && HasAllSince(start))
        {
            return isInLayout;
        }

        _grouped = grouped == expression ? null : grouped;
        KeepAsWritten(start, expression.Location);
        return false;
    }

    private bool WriteStatementParts(Expression expression, out bool isWhole)
    {
        var isGrouped = TakeGroup(expression);
        _out.Write(expression.IsNegated ? "not " : string.Empty);
        _out.Write(isGrouped ? "(" : string.Empty);
        var isInLayout = WriteContent(expression, out isWhole);
        if (!isWhole)
        {
            return false;
        }

        _out.Write(isGrouped ? ")" : string.Empty);
        isWhole = (isInLayout || expression.WithModifiers.IsDefaultOrEmpty) && WriteModifiers(expression);
        return isInLayout && isWhole;
    }

    private bool WriteContent(Expression expression, out bool isWhole)
    {
        switch (expression)
        {
            case TermExpression { Term: CallTerm call }:
                return WriteCallStatement(call, out isWhole);
            case TermExpression term:
                isWhole = true;
                return WriteTerm(term.Term);
            case SomeExpression some:
                return isWhole = WriteSome(some);
            case EveryExpression every:
                return isWhole = WriteEvery(every);
            case LogicalExpression logic:
                return isWhole = WriteChain(logic);
            case NotBodyExpression not:
                return isWhole = WriteNot(not);
            default:
                throw new ArgumentOutOfRangeException(nameof(expression), expression.GetType().Name, "no such expression");
        }
    }

    private bool TakeGroup(SyntaxNode node)
    {
        if (_grouped != node)
        {
            return false;
        }

        _grouped = null;
        return true;
    }

    private bool WriteSome(SomeExpression some)
    {
        _out.Write("some ");
        if (some.Domain is not null)
        {
            return WriteMembership([.. some.Symbols, some.Domain]);
        }

        var row = some.Location.Row;
        for (var i = 0; i < some.Symbols.Length; i++)
        {
            var name = some.Symbols[i];
            if (name.Location.Row > row)
            {
                row = name.Location.Row;
                _out.EndLine();
                _out.StartLine();
                _out.Write("\t");
            }
            else if (i > 0)
            {
                _out.Write(" ");
            }

            if (!WriteTerm(name))
            {
                return false;
            }

            _out.Write(i + 1 < some.Symbols.Length ? "," : string.Empty);
        }

        return true;
    }

    private bool WriteEvery(EveryExpression every)
    {
        _out.Write("every ");
        if (every.Key is not null)
        {
            if (!WriteTerm(every.Key))
            {
                return false;
            }

            _out.Write(", ");
        }

        if (!WriteTerm(every.Value))
        {
            return false;
        }

        _out.Write(" in ");
        if (!WriteDomain(every.Domain))
        {
            return false;
        }

        _out.Write(" {");
        WriteInnerBody('{', '}', every.Body, every.Location, every.Location, out var isWhole);
        var isClosedApart = every.Body.Expressions is [var only] && only.Location.Row == every.Location.Row;
        _out.Write(isClosedApart ? " }" : "}");
        return isWhole;
    }

    private bool WriteDomain(Term domain)
    {
        var isMembership = domain is CallTerm call && OperatorOf(call)?.Infix == "in";
        _out.Write(isMembership ? "(" : string.Empty);
        var isWritten = WriteTerm(domain);
        _out.Write(isMembership ? ")" : string.Empty);
        return isWritten;
    }

    /// <summary>The modifiers stay in the rows that they stand in; those on rows of their own are indented.</summary>
    private bool WriteModifiers(Expression expression)
    {
        if (expression.WithModifiers.IsDefaultOrEmpty)
        {
            return true;
        }

        var row = LastRowOfTerms(expression);
        var isIndented = false;
        foreach (var modifier in expression.WithModifiers)
        {
            var startsRow = modifier.Location.Row > row;
            if (startsRow)
            {
                if (!isIndented)
                {
                    _out.Indent();
                    isIndented = true;
                }

                _out.EndLine();
                _out.StartLine();
            }

            row = Math.Max(row, modifier.Location.Row);
            if (!WriteModifier(modifier, startsRow))
            {
                return false;
            }
        }

        if (isIndented)
        {
            _out.Outdent();
        }

        return true;
    }

    private bool WriteModifier(WithModifier modifier, bool startsRow)
    {
        if (!PlaceComments(modifier.Location.Row))
        {
            return false;
        }

        _out.Write(startsRow ? "with " : " with ");
        if (!WriteTerm(modifier.Target))
        {
            return false;
        }

        _out.Write(" as ");

        // Where the value has to be kept as it stands, the modifiers behind it are still in layout.
        WriteTerm(modifier.Value);
        return true;
    }

    private static int LastRowOfTerms(Expression expression)
    {
        var location = expression.Location;
        var length = expression.WithModifiers[0].Location.Offset - location.Offset;
        return SourceRows.LastWritten(length > 0 && length <= location.Length ? location with { Length = length } : location);
    }
}
