using System.Collections.Immutable;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Terms;

namespace Rego.Parsing;

/// <content>Operators between terms, by precedence: <c>in</c>, comparisons, <c>|</c>, <c>&amp;</c>, sums, products.</content>
internal sealed partial class Parser
{
    private const int Comparison = 0;
    private const int Product = 4;

    /// <summary>A term with operators; <c>key, value in xs</c> too.</summary>
    private Term? ParseInfix() => ParseInfix(allowPair: true);

    /// <summary>A term with operators where a comma separates terms.</summary>
    private Term? ParseInfixInList() => ParseInfix(allowPair: false);

    private Term? ParseInfix(bool allowPair)
    {
        if (!Enter())
        {
            return null;
        }

        var term = ParseMembership(allowPair);
        Leave();
        return term;
    }

    private Term? ParseMembership(bool allowPair)
    {
        var offset = _state.TokenStart;
        var left = ParseBinary(Comparison, offset);
        for (var length = 0; left is not null; length++)
        {
            if (allowPair && Current == Token.Comma && ParsePair(left, offset) is { } pair)
            {
                left = pair;
            }
            else
            {
                ReadKeywordAsName();
                if (Current != Token.In || IsChainTooLong(length))
                {
                    return left;
                }

                var @operator = TakeMembership("member_2");
                if (ParseBinary(Comparison, _state.TokenStart) is not { } right)
                {
                    return left;
                }

                left = Call(left, offset, @operator, [left, right]);
            }

            if (Current != Token.In)
            {
                return left;
            }
        }

        return left;
    }

    private CallTerm? ParsePair(Term key, int offset)
    {
        var start = _state;
        Scan();
        if (ParseBinary(Comparison, offset) is { } value && Current == Token.In)
        {
            var @operator = TakeMembership("member_3");
            if (ParseBinary(Comparison, _state.TokenStart) is { } domain)
            {
                return Call(key, offset, @operator, [key, value, domain]);
            }
        }

        Restore(start);
        return null;
    }

    private Term? ParseBinary(int level, int offset)
    {
        var left = level == Product ? ParseTerm() : ParseBinary(level + 1, offset);
        for (var length = 0; left is not null && LevelOf(Current) == level; length++)
        {
            if (IsChainTooLong(length))
            {
                return null;
            }

            var @operator = TakeOperator();
            var right = level == Product ? ParseTerm() : ParseBinary(level + 1, _state.TokenStart);
            if (right is null)
            {
                return left;
            }

            left = Call(left, offset, @operator, [left, right]);
        }

        return left;
    }

    private CallTerm Call(Term left, int offset, Term @operator, ImmutableArray<Term> arguments) =>
        new(Span(left.Location, offset, _state.LastEnd), @operator, arguments, isInfix: true);

    private VarTerm TakeOperator()
    {
        var @operator = new VarTerm(Here(), TokenNames.Of(Current));
        Scan();
        return @operator;
    }

    private RefTerm TakeMembership(string name)
    {
        var location = Here();
        Scan();
        return new RefTerm(location, new VarTerm(location, "internal"), [new StringTerm(location, name, isRaw: false)]);
    }

    private static int LevelOf(Token token) => token switch
    {
        Token.Equal or Token.NotEqual or Token.Less or Token.Greater or Token.LessOrEqual or Token.GreaterOrEqual => Comparison,
        Token.Bar => 1,
        Token.Ampersand => 2,
        Token.Plus or Token.Minus => 3,
        Token.Multiply or Token.Divide or Token.Remainder => Product,
        _ => -1,
    };
}
