using System.Collections.Immutable;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Terms;

namespace Rego.Parsing;

/// <content>Arrays, sets, objects and their comprehensions. Behind a lone first term a bar means a comprehension, not a union.</content>
internal sealed partial class Parser
{
    private Term? ParseArray()
    {
        var location = Here();
        Scan();
        if (Current == Token.RightBracket)
        {
            return new ArrayTerm(Through(location), []);
        }

        var mayComprehend = !SkipLeadingComma();
        var start = _state;
        if (ParseTerm() is not { } first)
        {
            return null;
        }

        switch (Current)
        {
            case Token.RightBracket:
                return new ArrayTerm(Through(location), [first]);
            case Token.Comma:
                Scan();
                return ArrayOf(location, ParseList(Token.RightBracket, first));
            case Token.Bar when mayComprehend:
                Scan();
                if (ParseBody(Token.RightBracket) is { } body)
                {
                    return new ArrayComprehensionTerm(Through(location), first, body);
                }

                if (Current != Token.Comma)
                {
                    return null;
                }

                break;
        }

        Restore(start);
        return ArrayOf(location, ParseList(Token.RightBracket));
    }

    private ArrayTerm? ArrayOf(SourceLocation location, ImmutableArray<Term> items) =>
        items.IsDefault ? null : new ArrayTerm(Through(location), items);

    private Term? ParseSetOrObject()
    {
        var location = Here();
        Scan();
        if (Current == Token.RightBrace)
        {
            return new ObjectTerm(Through(location), []);
        }

        var mayComprehend = !SkipLeadingComma();
        var start = _state;
        if (ParseTerm() is not { } first)
        {
            return null;
        }

        switch (Current)
        {
            case Token.Bar when mayComprehend:
            case Token.RightBrace or Token.Comma:
                return ParseSet(location, start, first);
            case Token.Colon:
                return ParseObject(location, first, mayComprehend);
        }

        Restore(start);
        if (ParseInfixInList() is not { } operand)
        {
            return null;
        }

        switch (Current)
        {
            case Token.RightBrace or Token.Comma:
                return ParseSet(location, start, operand);
            case Token.Colon:
                return ParseObject(location, operand, mayComprehend);
            default:
                Unexpected("non-terminated set");
                return null;
        }
    }

    private Term? ParseSet(SourceLocation location, in ParserState start, Term first)
    {
        switch (Current)
        {
            case Token.RightBrace:
                return new SetTerm(Through(location), [first]);
            case Token.Comma:
                Scan();
                return SetOf(location, ParseList(Token.RightBrace, first));
        }

        Scan();
        if (ParseBody(Token.RightBrace) is { } body)
        {
            return new SetComprehensionTerm(Through(location), first, body);
        }

        if (Current != Token.Comma)
        {
            return null;
        }

        Restore(start);
        return SetOf(location, ParseList(Token.RightBrace));
    }

    private SetTerm? SetOf(SourceLocation location, ImmutableArray<Term> items) =>
        items.IsDefault ? null : new SetTerm(Through(location), items);

    private Term? ParseObject(SourceLocation location, Term key, bool mayComprehend)
    {
        Scan();
        var start = _state;
        if (ParseTerm() is not { } value)
        {
            return null;
        }

        if (mayComprehend && Current is Token.RightBrace or Token.Comma)
        {
            return FinishObject(location, key, value, mayComprehend: true);
        }

        if (mayComprehend && Current == Token.Bar && FinishObject(location, key, value, mayComprehend: true) is { } comprehension)
        {
            return comprehension;
        }

        Restore(start);
        if (ParseInfixInList() is not { } operand)
        {
            return null;
        }

        if (Current is Token.RightBrace or Token.Comma)
        {
            return FinishObject(location, key, operand, mayComprehend: false);
        }

        Unexpected("non-terminated object");
        return null;
    }

    private Term? FinishObject(SourceLocation location, Term key, Term value, bool mayComprehend)
    {
        switch (Current)
        {
            case Token.RightBrace:
                return new ObjectTerm(Through(location), [new ObjectMember(key, value)]);
            case Token.Comma:
                Scan();
                var members = ParseMembers(new ObjectMember(key, value));
                return members.IsDefault ? null : new ObjectTerm(Through(location), members);
            case Token.Bar when mayComprehend:
                Scan();
                return ParseBody(Token.RightBrace) is { } body ? new ObjectComprehensionTerm(Through(location), key, value, body) : null;
            default:
                Unexpected("non-terminated object");
                return null;
        }
    }

    private ImmutableArray<ObjectMember> ParseMembers(ObjectMember first)
    {
        var members = ImmutableArray.CreateBuilder<ObjectMember>();
        members.Add(first);
        while (Current != Token.RightBrace)
        {
            if (ParseInfixInList() is not { } key)
            {
                return default;
            }

            if (Current != Token.Colon)
            {
                Unexpected("expected \":\"");
                return default;
            }

            Scan();
            if (ParseInfixInList() is not { } value)
            {
                return default;
            }

            members.Add(new ObjectMember(key, value));
            if (Current == Token.Comma)
            {
                Scan();
            }
            else if (Current != Token.RightBrace)
            {
                Unexpected("expected \",\" or \"}\"");
                return default;
            }
        }

        return members.ToImmutable();
    }

    /// <summary>A comma before the first item is tolerated; what follows is then no comprehension.</summary>
    private bool SkipLeadingComma()
    {
        if (Current != Token.Comma)
        {
            return false;
        }

        Scan();
        return true;
    }

    private SourceLocation Through(SourceLocation start) => Span(start, start.Offset, _state.TokenEnd);
}
