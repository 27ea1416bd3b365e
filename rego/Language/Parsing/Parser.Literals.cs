using System.Collections.Immutable;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;

namespace Rego.Parsing;

/// <content>Bodies and their statements.</content>
internal sealed partial class Parser
{
    private Body? ParseBody(Token end)
    {
        if (!Enter())
        {
            return null;
        }

        var body = ParseExpressions(singleLine: false, end);
        Leave();
        return body;
    }

    /// <param name="singleLine">Whether the body ends with the first statement that no semicolon follows.</param>
    /// <param name="end">The token behind the body.</param>
    private Body? ParseExpressions(bool singleLine, Token end)
    {
        if (Current == end)
        {
            Report("found empty body", Here());
            return null;
        }

        var location = Here();
        var expressions = ImmutableArray.CreateBuilder<Expression>();
        while (true)
        {
            if (ParseLiteral() is not { } literal)
            {
                return null;
            }

            expressions.Add(literal);
            if (Current == Token.Semicolon)
            {
                Scan();
                continue;
            }

            if (Current == end || singleLine)
            {
                return new Body(Extend(location), expressions.ToImmutable());
            }

            if (!_state.SkippedNewline)
            {
                SeparatorExpected(end);
                return null;
            }
        }
    }

    private void SeparatorExpected(Token end)
    {
        if (HasErrors)
        {
            return;
        }

        if (Current == Token.Identifier && Word is "or" or "and")
        {
            Hint($"`import future.keywords.{Word}` for `x {Word} y` expressions");
        }

        if (Current == Token.Comma && IsMembershipBehindComma())
        {
            Hint("`import future.keywords.in` for `x in xs` expressions");
        }

        Unexpected($"expected \\n or ; or {TokenNames.Of(end)}");
    }

    private bool IsMembershipBehindComma()
    {
        var start = _state;
        Scan();
        var isMembership = ParseInfix() is { } term && (IsMembership(term, "member_2", 2) || IsMembership(term, "member_3", 3));
        Restore(start);
        return isMembership;
    }

    private Expression? ParseLiteral()
    {
        var location = Here();
        var literal = ParseLiteralAt(location);
        return literal is null ? null : Relocation.OfLiteral(literal, Extend(location));
    }

    private Expression? ParseLiteralAt(SourceLocation location)
    {
        if (IsLogicActive && Current is Token.LeftBrace or Token.LeftParenthesis && ParseLeadingOperand(location, out var expression))
        {
            return expression;
        }

        if (ReadKeywordAsName())
        {
            return ParseTermLiteral(notLocation: null);
        }

        SourceLocation? notLocation = null;
        if (Current == Token.Not)
        {
            notLocation = Here();
            Scan();
        }

        if (notLocation is { } not && IsNotBodyActive && Current == Token.LeftBrace)
        {
            return ParseNotBody(not) is { } negation ? ContinueLogic(new LogicalOperand(BodyOf(negation), IsBraced: false), negation.Location) : null;
        }

        switch (Current)
        {
            case Token.Some or Token.Every when notLocation is not null:
                Unexpected($"illegal negation of '{TokenNames.Of(Current)}'");
                return null;
            case Token.Some:
                return ParseSome();
            case Token.Every:
                return ParseEvery();
            default:
                return ParseTermLiteral(notLocation);
        }
    }

    private Expression? ParseTermLiteral(SourceLocation? notLocation)
    {
        var start = Here();
        if (notLocation is { } not && IsNotBodyActive && Current == Token.LeftParenthesis
            && ParseGroup(isOperand: true, "not ", out var group, out _))
        {
            return group is { } operand ? NegateGroup(operand, not) : null;
        }

        if (ParseExpression() is not { } term)
        {
            return null;
        }

        var expression = Relocation.With(term, Extend(start));
        var withLocation = Here();
        var hasWith = Current == Token.With;
        if (hasWith)
        {
            var modifiers = ParseWith();
            if (modifiers.IsDefault)
            {
                return null;
            }

            expression = Relocation.With(expression, modifiers);
        }

        if (notLocation is { } location)
        {
            expression = Negate(expression, location);
        }

        if (Current is not (Token.LogicalAnd or Token.LogicalOr))
        {
            return expression;
        }

        if (hasWith)
        {
            RefuseWithOnOperand(withLocation, Current);
            return null;
        }

        return IsBraceLedOperand(expression, notLocation) ? null : ContinueLogic(new LogicalOperand(BodyOf(expression), IsBraced: false), expression.Location);
    }

    private Expression Negate(Expression expression, SourceLocation notLocation)
    {
        var location = Extend(notLocation);
        return IsNotBodyActive
            ? new NotBodyExpression(
                location,
                new LogicalOperand(BodyOf(Relocation.With(expression, modifiers: [])), IsBraced: false),
                isNegated: false,
                expression.WithModifiers)
            : Relocation.Negated(expression, location);
    }

    private TermExpression? ParseExpression()
    {
        var location = Here();
        if (ParseInfix() is not { } left)
        {
            return null;
        }

        if (Current is not (Token.Assign or Token.Unify))
        {
            return new TermExpression(left.Location, left, isNegated: false, []);
        }

        var @operator = TakeOperator();
        return ParseInfix() is { } right
            ? new TermExpression(location, new CallTerm(Extend(location), @operator, [left, right], isInfix: true), isNegated: false, [])
            : null;
    }

    private static Body BodyOf(Expression expression) => new(expression.Location, [expression]);
}
