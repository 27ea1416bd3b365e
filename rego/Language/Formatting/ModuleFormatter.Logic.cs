using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;

namespace Rego.Formatting;

/// <content><c>and</c>, <c>or</c> and <c>not</c> between bodies.</content>
internal sealed partial class ModuleFormatter
{
    private bool WriteNot(NotBodyExpression not)
    {
        _out.Write("not ");
        var first = not.Operand.Body.Expressions[0];
        if (not.Operand.IsBraced || not.Operand.Body.Expressions.Length > 1)
        {
            return WriteBracedBody(not.Operand.Body, not.Location);
        }

        var needsGroup = !first.WithModifiers.IsDefaultOrEmpty || first is LogicalExpression or NotBodyExpression || BeginsWithBrace(first);
        _out.Write(needsGroup ? "(" : string.Empty);
        WriteStatement(first);
        _out.Write(needsGroup ? ")" : string.Empty);
        return true;
    }

    /// <param name="body">What stands in the braces.</param>
    /// <param name="location">Where, from the opening brace or before it.</param>
    private bool WriteBracedBody(Body body, SourceLocation location)
    {
        if (IsUnion(body.Expressions[0]))
        {
            _grouped = body.Expressions[0];
        }

        _out.Write("{");
        WriteInnerBody('{', '}', body, location, location, out var isWhole);
        _out.Write(body.Expressions[^1].Location.Row == location.Row ? " }" : "}");
        return isWhole;
    }

    /// <summary>Operands one after another: a chain breaks its line where the source does, with one indent for all.</summary>
    private bool WriteChain(LogicalExpression last)
    {
        var links = LinksOf(last);
        var isWhole = WriteOperand(OperandOf(links[0], links[0].Left, isRight: false));
        var isIndented = false;
        foreach (var link in links)
        {
            var operand = OperandOf(link, link.Right, isRight: true);
            _out.Write(link.Operation == LogicalOperator.Or ? " or" : " and");
            if (operand.Location.Row > LastRowOfLeft(link))
            {
                if (!isIndented)
                {
                    _out.Indent();
                    isIndented = true;
                }

                _out.EndLine();
                _out.StartLine();
            }
            else
            {
                _out.Write(" ");
            }

            isWhole &= WriteOperand(operand);
        }

        if (isIndented)
        {
            _out.Outdent();
        }

        return isWhole;
    }

    /// <summary>The operators of a chain from left to right; what needs parentheses is a chain of its own.</summary>
    private static List<LogicalExpression> LinksOf(LogicalExpression last)
    {
        var links = new List<LogicalExpression> { last };
        while (links[^1] is { Left: { IsBraced: false, Body.Expressions: [LogicalExpression left] } } link && !NeedsGroup(left, link.Operation, isRight: false))
        {
            links.Add(left);
        }

        links.Reverse();
        return links;
    }

    private bool WriteOperand(in ChainOperand operand)
    {
        if (operand.IsBraced)
        {
            return WriteBracedBody(operand.Body, operand.Location);
        }

        _out.Write(operand.IsGrouped ? "(" : string.Empty);
        WriteStatement(operand.Body.Expressions[0]);
        _out.Write(operand.IsGrouped ? ")" : string.Empty);
        return true;
    }

    private static ChainOperand OperandOf(LogicalExpression link, LogicalOperand operand, bool isRight)
    {
        var first = operand.Body.Expressions[0];
        return operand.IsBraced || operand.Body.Expressions.Length > 1
            ? new ChainOperand(operand.Body, BraceOf(link.Location, first.Location), IsBraced: true, IsGrouped: false)
            : new ChainOperand(operand.Body, first.Location, IsBraced: false, NeedsGroup(first, link.Operation, isRight));
    }

    /// <summary>From the last brace before the first statement to the end of the whole.</summary>
    private static SourceLocation BraceOf(SourceLocation whole, SourceLocation first)
    {
        var before = whole.Text[..Math.Clamp(first.Offset - whole.Offset, 0, whole.Length)];
        var brace = before.LastIndexOf('{');
        return brace < 0
            ? whole
            : whole with { Offset = whole.Offset + brace, Length = whole.Length - brace, Row = whole.Row + before[..brace].Count('\n') };
    }

    private static int LastRowOfLeft(LogicalExpression link)
    {
        var left = OperandOf(link, link.Left, isRight: false);
        var closing = left.IsBraced ? SourceRows.OfClosing(left.Location, '{', '}') : SourceRows.None;
        return closing > 0 ? closing : SourceRows.LastWritten(left.Body.Expressions[^1].Location);
    }

    private static bool NeedsGroup(Expression operand, LogicalOperator parent, bool isRight)
    {
        if (!operand.WithModifiers.IsDefaultOrEmpty)
        {
            return true;
        }

        return operand switch
        {
            LogicalExpression { Operation: LogicalOperator.Or } => parent == LogicalOperator.And || isRight,
            LogicalExpression => parent == LogicalOperator.And && isRight,
            _ => BeginsWithBrace(operand),
        };
    }

    /// <summary>A union at the beginning of a block would be read as a comprehension: it gets parentheses.</summary>
    private void GroupLeadingUnion(Expression expression)
    {
        if (FirstOf(expression) is not { IsNegated: false } first)
        {
            return;
        }

        if (IsUnion(first))
        {
            _grouped = first;
        }
        else if (first is TermExpression { Term: CallTerm call } && LeadOf(call, isStatement: true) is CallTerm lead && IsUnion(lead))
        {
            _grouped = lead;
        }
    }

    /// <summary>The operand that a chain begins with, or the statement itself; null where it begins with a bracket.</summary>
    private static Expression? FirstOf(Expression expression)
    {
        while (expression is LogicalExpression logic)
        {
            var link = LinksOf(logic)[0];
            var operand = OperandOf(link, link.Left, isRight: false);
            if (operand.IsBraced || operand.IsGrouped)
            {
                return null;
            }

            expression = operand.Body.Expressions[0];
        }

        return expression;
    }

    /// <summary>The term that a statement is written to begin with; null where it begins with something else.</summary>
    private static Term? LeadOf(Expression expression)
    {
        var lead = FirstOf(expression) is TermExpression { IsNegated: false } statement ? statement.Term : null;
        if (lead is CallTerm call)
        {
            lead = LeadOf(call, isStatement: true);
        }

        while (lead is CallTerm inner && LeadOf(inner, isStatement: false) is { } operand)
        {
            lead = operand;
        }

        return lead;
    }

    private static bool BeginsWithBrace(Expression expression) => LeadOf(expression) is { } lead && BeginsWithBrace(lead);

    private static bool BeginsWithBrace(Term term) => term switch
    {
        SetTerm set => set.Items.Length > 0,
        ObjectTerm or SetComprehensionTerm or ObjectComprehensionTerm => true,
        RefTerm reference => BeginsWithBrace(reference.Head),
        _ => false,
    };

    /// <summary>The operand that a call is written to begin with; null where it begins with its name.</summary>
    private static Term? LeadOf(CallTerm call, bool isStatement)
    {
        if (OperatorOf(call) is not { } function)
        {
            return null;
        }

        var surplus = call.Arguments.Length - function.Type.Arguments.Length;
        return surplus == 0 ? call.Arguments[0] : surplus == 1 && isStatement ? call.Arguments[^1] : null;
    }

    private static bool IsUnion(Expression expression) => expression is TermExpression { Term: CallTerm { Arguments.Length: 2 } call } && IsUnion(call);

    private static bool IsUnion(Term term) => term is CallTerm { Operator: VarTerm { Name: "or" } };

    /// <param name="Body">Its statements.</param>
    /// <param name="Location">Where it begins: at its brace or its statement.</param>
    /// <param name="IsBraced">Whether it is written in braces.</param>
    /// <param name="IsGrouped">Whether it is written in parentheses.</param>
    private readonly record struct ChainOperand(Body Body, SourceLocation Location, bool IsBraced, bool IsGrouped);
}
