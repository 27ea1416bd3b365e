using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;

namespace Rego.Parsing;

/// <content>Operands of <c>and</c>, <c>or</c> and <c>not</c> in parentheses.</content>
internal sealed partial class Parser
{
    /// <summary>
    /// Reads parentheses as a group of operands. False, and nothing read, where they hold a term. Where true, the group is
    /// null if something is wrong with it.
    /// </summary>
    /// <param name="isOperand">Whether the parentheses are an operand already.</param>
    /// <param name="prefix">What stands before them, for messages.</param>
    /// <param name="group">The operand.</param>
    /// <param name="location">Where it stands.</param>
    private bool ParseGroup(bool isOperand, string prefix, out LogicalOperand? group, out SourceLocation location)
    {
        group = null;
        location = Here();
        if (!Enter())
        {
            return true;
        }

        var isGroup = ParseGroupEntered(isOperand, prefix, out group, ref location);
        Leave();
        return isGroup;
    }

    private bool ParseGroupEntered(bool isOperand, string prefix, out LogicalOperand? group, ref SourceLocation location)
    {
        group = null;
        var start = _state;
        var open = location;
        Scan();
        if (Current == Token.RightParenthesis)
        {
            if (isOperand)
            {
                Report("empty parenthesized group", open);
                return true;
            }

            Restore(start);
            return false;
        }

        if (ParseOperand(operation: null, out var firstLocation) is not { } first)
        {
            Restore(start);
            return false;
        }

        var isGroup = FinishGroup(first, firstLocation, new GroupStart(start, open, isOperand, prefix), out group);
        location = Extend(open);
        return isGroup;
    }

    private bool FinishGroup(LogicalOperand first, SourceLocation firstLocation, in GroupStart start, out LogicalOperand? group)
    {
        if (Current is Token.LogicalAnd or Token.LogicalOr)
        {
            var chain = AttachWith(ParseOrChain(first, firstLocation));
            group = chain is not null && CloseGroup() ? new LogicalOperand(BodyOf(chain), IsBraced: false) : null;
            return true;
        }

        group = null;
        if (Current == Token.With && !first.IsBraced && first.Body.Expressions.Length == 1)
        {
            return FinishGroupWith(first, start, out group);
        }

        if (first.IsBraced)
        {
            return RefuseBodyInParentheses(firstLocation, start);
        }

        if (first.Body.Expressions is [LogicalExpression or NotBodyExpression or { IsNegated: true }])
        {
            group = CloseGroup() ? first : null;
            return true;
        }

        Restore(start.State);
        return false;
    }

    private bool FinishGroupWith(LogicalOperand first, in GroupStart start, out LogicalOperand? group)
    {
        group = null;
        var withLocation = Here();
        if (AttachWith(first.Body.Expressions[0]) is not { } expression)
        {
            return true;
        }

        if (Current is Token.LogicalAnd or Token.LogicalOr)
        {
            RefuseWithOnOperand(withLocation, Current);
            return true;
        }

        if (!CloseGroup())
        {
            return true;
        }

        if (start.IsOperand || Current is Token.LogicalAnd or Token.LogicalOr)
        {
            group = new LogicalOperand(BodyOf(expression), IsBraced: false);
            return true;
        }

        Restore(start.State);
        return false;
    }

    private bool RefuseBodyInParentheses(SourceLocation bracesLocation, in GroupStart start)
    {
        var braces = TextBetween(bracesLocation.Offset, _state.LastEnd);
        Restore(start.State);
        Scan();
        var term = ParseTerm();
        Restore(start.State);
        if (term is not null)
        {
            return false;
        }

        Hint($"drop the parens to keep the body: `{start.Prefix}{braces}`");
        Report("`(...)` in an operand position cannot contain a body", start.Open);
        return true;
    }

    private bool CloseGroup()
    {
        if (Current != Token.RightParenthesis)
        {
            Report("expected ) to close parenthesized group", Here());
            return false;
        }

        Scan();
        return true;
    }

    private readonly record struct GroupStart(ParserState State, SourceLocation Open, bool IsOperand, string Prefix);
}
