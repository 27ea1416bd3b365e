using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;

namespace Rego.Parsing;

/// <content><c>and</c>, <c>or</c> and <c>not</c> between bodies, where an import switches them on.</content>
internal sealed partial class Parser
{
    private bool IsLogicActive => (_state.Keywords & (KeywordSet.And | KeywordSet.Or)) != 0;

    private bool IsNotBodyActive => _state.Keywords.HasFlag(KeywordSet.Not);

    /// <summary>Reads a statement that begins with braces or parentheses as an operand. False, and nothing read, where it is a term.</summary>
    private bool ParseLeadingOperand(SourceLocation location, out Expression? expression)
    {
        expression = null;
        if (Current == Token.LeftBrace)
        {
            return ParseLeadingBody(location, out expression);
        }

        if (!ParseGroup(isOperand: false, string.Empty, out var group, out var groupLocation))
        {
            return false;
        }

        expression = group is { } operand ? ContinueLogic(operand, groupLocation) : null;
        return true;
    }

    private bool ParseLeadingBody(SourceLocation location, out Expression? expression)
    {
        expression = null;
        var start = _state;
        Scan();
        if (ParseBody(Token.RightBrace) is { } body)
        {
            Scan();
            if (Current is Token.LogicalAnd or Token.LogicalOr)
            {
                if (IsAmbiguousUnion(body))
                {
                    RefuseAmbiguousUnion(location, body, string.Empty);
                    return true;
                }

                expression = ContinueLogic(new LogicalOperand(body, IsBraced: true), location);
                return true;
            }
        }

        Restore(start);
        return false;
    }

    /// <summary>Goes on behind an operand: a chain of operators where one follows, and <c>with</c> for the whole.</summary>
    private Expression? ContinueLogic(LogicalOperand operand, SourceLocation location)
    {
        if (Current is Token.LogicalAnd or Token.LogicalOr)
        {
            return AttachWith(ParseOrChain(operand, location));
        }

        return AttachWith(operand.Body.Expressions[0]);
    }

    private Expression? AttachWith(Expression? expression)
    {
        if (expression is null || Current != Token.With)
        {
            return expression;
        }

        var modifiers = ParseWith();
        return modifiers.IsDefault ? null : Relocation.With(expression, modifiers);
    }

    private Expression? ParseOrChain(LogicalOperand left, SourceLocation location)
    {
        if (!Enter())
        {
            return null;
        }

        var chain = ParseOrChainEntered(left, location);
        Leave();
        return chain;
    }

    private Expression? ParseOrChainEntered(LogicalOperand left, SourceLocation location)
    {
        if (Current == Token.LogicalAnd)
        {
            if (ParseAndChain(left, location) is not { } chain)
            {
                return null;
            }

            left = new LogicalOperand(BodyOf(chain), IsBraced: false);
        }

        for (var depth = 0; Current == Token.LogicalOr; depth++)
        {
            Scan();
            if (IsChainTooLong(depth) || ParseOperand("or", out var rightLocation) is not { } right)
            {
                return null;
            }

            if (Current == Token.LogicalAnd)
            {
                if (ParseAndChain(right, rightLocation) is not { } chain)
                {
                    return null;
                }

                right = new LogicalOperand(BodyOf(chain), IsBraced: false);
            }

            left = Combine(LogicalOperator.Or, left, right, location);
        }

        return left.Body.Expressions[0];
    }

    private Expression? ParseAndChain(LogicalOperand left, SourceLocation location)
    {
        for (var depth = 0; Current == Token.LogicalAnd; depth++)
        {
            Scan();
            if (IsChainTooLong(depth) || ParseOperand("and", out _) is not { } right)
            {
                return null;
            }

            left = Combine(LogicalOperator.And, left, right, location);
        }

        return left.Body.Expressions[0];
    }

    private LogicalOperand Combine(LogicalOperator operation, LogicalOperand left, LogicalOperand right, SourceLocation location)
    {
        var name = operation == LogicalOperator.Or ? "or" : "and";
        RefuseVoidOperand(left, name);
        RefuseVoidOperand(right, name);
        return new LogicalOperand(BodyOf(new LogicalExpression(Extend(location), operation, left, right, isNegated: false, [])), IsBraced: false);
    }

    private bool IsChainTooLong(int length)
    {
        if (_depth + length < _limits.MaxDepth)
        {
            return false;
        }

        Report("max parsing recursion depth exceeded", Here());
        return true;
    }

    /// <param name="operation">The operator it belongs to; null while a group is only tried.</param>
    /// <param name="location">Where it stands.</param>
    private LogicalOperand? ParseOperand(string? operation, out SourceLocation location)
    {
        location = Here();
        if (Current == Token.LeftBrace)
        {
            return ParseBracedOperand(operation, location);
        }

        var notLocation = location;
        var isNegated = Current == Token.Not && PeekGap() is not (Token.Dot or Token.LeftBracket);
        if (isNegated)
        {
            Scan();
        }

        if (isNegated && IsNotBodyActive && Current == Token.LeftBrace)
        {
            return OperandOf(ParseNotBody(notLocation), ref location);
        }

        if (Current == Token.LeftParenthesis && IsLogicActive && (!isNegated || IsNotBodyActive)
            && ParseGroup(isOperand: true, isNegated ? "not " : string.Empty, out var group, out var groupLocation))
        {
            location = isNegated ? Extend(notLocation) : groupLocation;
            return group is { } operand && isNegated ? new LogicalOperand(BodyOf(NotOf(operand, location)), IsBraced: false) : group;
        }

        var start = Here();
        if (ParseExpression() is not { } term)
        {
            return null;
        }

        var expression = Relocation.With(term, Extend(start));
        return OperandOf(isNegated ? Negate(expression, notLocation) : expression, ref location);
    }

    private static LogicalOperand? OperandOf(Expression? expression, ref SourceLocation location)
    {
        location = expression?.Location ?? location;
        return expression is null ? null : new LogicalOperand(BodyOf(expression), IsBraced: false);
    }

    private LogicalOperand? ParseBracedOperand(string? operation, SourceLocation location)
    {
        var start = _state;
        Scan();
        var isEmpty = Current == Token.RightBrace;
        if (ParseBody(Token.RightBrace) is { } body)
        {
            Scan();
            if (IsAmbiguousUnion(body))
            {
                RefuseAmbiguousUnion(location, body, string.Empty);
            }

            return new LogicalOperand(body, IsBraced: true);
        }

        if (isEmpty || operation is null)
        {
            return null;
        }

        var failed = _state;
        Restore(start);
        if (ParseInfix() is not null)
        {
            RefuseBraceLedOperand(location, TextBetween(location.Offset, _state.LastEnd), operation);
            return null;
        }

        Restore(failed);
        return null;
    }

    private NotBodyExpression? ParseNotBody(SourceLocation notLocation)
    {
        var braces = Here();
        var start = _state;
        Scan();
        var isEmpty = Current == Token.RightBrace;
        if (ParseBody(Token.RightBrace) is not { } body)
        {
            return isEmpty ? null : RefuseValueInBraces(start, braces);
        }

        Scan();
        if (IsAmbiguousUnion(body))
        {
            RefuseAmbiguousUnion(braces, body, "not ");
            return null;
        }

        return NotOf(new LogicalOperand(body, IsBraced: true), Extend(notLocation));
    }

    private Expression? NegateGroup(LogicalOperand operand, SourceLocation notLocation)
    {
        var location = Extend(notLocation);
        return ContinueLogic(new LogicalOperand(BodyOf(NotOf(operand, location)), IsBraced: false), location);
    }

    private static NotBodyExpression NotOf(LogicalOperand operand, SourceLocation location) =>
        new(location, operand, isNegated: false, []);
}
