using System.Collections.Immutable;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Terms;

namespace Rego.Parsing;

/// <content>References and calls.</content>
internal sealed partial class Parser
{
    private Term? ParseReference(Term head, int offset)
    {
        if (!Enter())
        {
            return null;
        }

        var term = ParseReferenceEntered(head, offset);
        Leave();
        return term;
    }

    private Term? ParseReferenceEntered(Term head, int offset)
    {
        if (head is NullTerm or BooleanTerm or NumberTerm or StringTerm or RefTerm or TemplateStringTerm)
        {
            Report($"illegal ref (head cannot be {TermKinds.NameOf(head)})", WithoutParentheses(head.Location));
        }

        var path = ImmutableArray.CreateBuilder<Term>();
        while (true)
        {
            switch (Current)
            {
                case Token.Dot:
                    if (!ParseName(path))
                    {
                        return null;
                    }

                    break;
                case Token.LeftBracket:
                    if (!ParseIndex(path))
                    {
                        return null;
                    }

                    break;
                case Token.LeftParenthesis:
                    return ParseCallChain(ReferenceOf(head, path, Span(head.Location, offset, _state.TokenStart)), offset);
                default:
                    var end = _state.LastEnd;
                    if (Current == Token.Whitespace)
                    {
                        Scan();
                    }

                    return ReferenceOf(head, path, Span(head.Location, offset, end));
            }
        }
    }

    /// <summary>The place of what stands in parentheses: its row and column are those of the term, while its text includes them.</summary>
    private SourceLocation WithoutParentheses(SourceLocation at)
    {
        var inner = at.Text.TrimStart("( \t\r\n");
        return at with { Offset = at.Offset + at.Length - inner.Length, Length = inner.Length };
    }

    private bool ParseName(ImmutableArray<Term>.Builder path)
    {
        ScanGap();
        if (Current != Token.Identifier && !(_features.HasKeywordsInReferences && Keywords.IsKeyword(Current)))
        {
            Unexpected("expected identifier");
            return false;
        }

        path.Add(new StringTerm(Here(), Word.ToString(), isRaw: false));
        ScanGap();
        return true;
    }

    private bool ParseIndex(ImmutableArray<Term>.Builder path)
    {
        Scan();
        if (ParseInfix() is not { } operand)
        {
            return false;
        }

        if (Current != Token.RightBracket)
        {
            Unexpected("expected [");
            return false;
        }

        path.Add(operand);
        ScanGap();
        return true;
    }

    private static Term ReferenceOf(Term head, ImmutableArray<Term>.Builder path, SourceLocation location) =>
        path.Count == 0 ? head : new RefTerm(location, head, path.ToImmutable());

    private Term? ParseCallChain(Term function, int offset)
    {
        if (ParseCall(function, offset) is not { } call)
        {
            return null;
        }

        switch (Current)
        {
            case Token.Whitespace:
                Scan();
                return Relocation.With(call, Span(call.Location, offset, _state.LastEnd));
            case Token.Dot or Token.LeftBracket:
                return ParseReference(call, offset);
            default:
                return call;
        }
    }

    private Term? ParseCall(Term function, int offset)
    {
        Scan();
        if (Current == Token.RightParenthesis)
        {
            var end = _state.TokenEnd;
            ScanGap();
            var location = Span(function.Location, offset, end);
            return function is VarTerm { Name: "set" } ? new SetTerm(location, []) : new CallTerm(location, function, [], isInfix: false);
        }

        var arguments = ParseList(Token.RightParenthesis);
        if (arguments.IsDefault)
        {
            return null;
        }

        var call = new CallTerm(Span(function.Location, offset, _state.TokenEnd), function, arguments, isInfix: false);
        ScanGap();
        return call;
    }

    /// <summary>Terms up to the closing token, which becomes the current one; default where something is wrong.</summary>
    private ImmutableArray<Term> ParseList(Token end, Term? first = null)
    {
        var terms = ImmutableArray.CreateBuilder<Term>();
        if (first is not null)
        {
            terms.Add(first);
        }

        while (Current != end)
        {
            if (ParseInfixInList() is not { } term)
            {
                return default;
            }

            terms.Add(term);
            if (Current == Token.Comma)
            {
                Scan();
            }
            else if (Current != end)
            {
                Unexpected($"expected \",\" or \"{TokenNames.Of(end)}\"");
                return default;
            }
        }

        return terms.ToImmutable();
    }
}
