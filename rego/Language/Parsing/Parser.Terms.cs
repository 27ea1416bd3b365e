using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Terms;

namespace Rego.Parsing;

/// <content>Terms without operators.</content>
internal sealed partial class Parser
{
    private Term? ParseTerm()
    {
        if (!Enter())
        {
            return null;
        }

        var term = ParseTermEntered();
        Leave();
        return term;
    }

    private Term? ParseTermEntered()
    {
        var start = _state.TokenStart;
        var errors = _state.Errors;
        if (_cache.TryGet(start, errors, out var term, out var after))
        {
            Restore(after);
            return term;
        }

        if (Current is Token.LogicalAnd or Token.LogicalOr && PeekGap() == Token.LeftParenthesis)
        {
            // Behind the bar and the ampersand stand built-in functions that may be called by their names.
            _state.Token = Token.Identifier;
        }

        term = Current == Token.Minus ? ParseNegative() : FinishTerm(ParseTermHead());
        _cache.Add(start, term, errors, _state);
        return term;
    }

    private Term? ParseTermHead()
    {
        switch (Current)
        {
            case Token.Null:
                return new NullTerm(Here());
            case Token.True or Token.False:
                return new BooleanTerm(Here(), Current == Token.True);
            case Token.Dot or Token.Number:
                return ParseNumber();
            case Token.String or Token.RawString:
                return ParseString();
            case >= Token.TemplatePart and <= Token.RawTemplateEnd:
                return ParseTemplate(Current is Token.RawTemplatePart or Token.RawTemplateEnd);
            case Token.Identifier or Token.Contains:
                return ParseVariable();
            case Token.LeftBracket:
                return ParseArray();
            case Token.LeftBrace:
                return ParseSetOrObject();
            case Token.LeftParenthesis:
                return ParseParenthesized();
            default:
                Unexpected();
                return null;
        }
    }

    /// <summary>A negative number, or the negation of what a reference leads to.</summary>
    private Term? ParseNegative()
    {
        var location = Here();
        var start = _state;
        Scan();
        if (Current is not (Token.Identifier or Token.Contains))
        {
            Restore(start);
            return FinishTerm(ParseNumber());
        }

        if (FinishTerm(ParseVariable()) is not { } term)
        {
            return null;
        }

        var zero = new NumberTerm(location, "0");
        return new CallTerm(Extend(location), new VarTerm(location, "minus"), [zero, term], isInfix: true);
    }

    private Term? ParseParenthesized()
    {
        var offset = _state.TokenStart;
        Scan();
        if (ParseInfix() is not { } term)
        {
            return null;
        }

        if (Current != Token.RightParenthesis)
        {
            Report("non-terminated expression", Here());
            return null;
        }

        return Relocation.With(term, Span(term.Location, offset, _state.TokenEnd));
    }

    /// <summary>Steps over the head's last token, and reads on where a reference or call follows without a gap.</summary>
    private Term? FinishTerm(Term? head)
    {
        if (head is null)
        {
            return null;
        }

        var offset = _state.TokenStart;
        ScanGap();
        if (Current is Token.LeftParenthesis or Token.Dot or Token.LeftBracket)
        {
            return ParseReference(head, offset);
        }

        if (Current == Token.Whitespace)
        {
            Scan();
        }

        return head;
    }

    private VarTerm ParseVariable() => new(Here(), Word is "_" ? NextWildcard() : Word.ToString());

    private string NextWildcard() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"${_state.Wildcards++}");
}
