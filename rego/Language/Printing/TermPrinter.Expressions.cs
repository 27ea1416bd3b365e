using System.Text;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;

namespace Rego.Printing;

/// <content>Bodies and statements.</content>
internal sealed partial class TermPrinter
{
    internal static string Print(Body body) => Print(body, TermStyle.Source);

    internal static string Print(Body body, TermStyle style)
    {
        var printer = new TermPrinter(style);
        printer.Append(body);
        return printer._text.ToString();
    }

    /// <summary>The body of a rule, as it stands in braces: a bar behind its first term would make a comprehension of it.</summary>
    internal static string PrintBraced(Body body)
    {
        var printer = new TermPrinter(TermStyle.Source);
        printer.Append(body, isBraced: true);
        return printer._text.ToString();
    }

    internal static string Print(Expression expression)
    {
        var printer = new TermPrinter(TermStyle.Source);
        printer.Append(expression);
        return printer._text.ToString();
    }

    private void Append(Body body, bool isBraced = false)
    {
        for (var i = 0; i < body.Expressions.Length; i++)
        {
            _text.Append(i > 0 ? "; " : string.Empty);
            Append(body.Expressions[i], isFirstInBraces: isBraced && i == 0);
        }
    }

    private void Append(Expression expression, bool isFirstInBraces = false)
    {
        _text.Append(expression.IsNegated ? "not " : string.Empty);
        switch (expression)
        {
            case TermExpression { Term: CallTerm { IsInfix: true, Operator: VarTerm { Name: "or" } } union } when isFirstInBraces: AppendOperand(union); break;
            case TermExpression { Term: CallTerm { IsInfix: true } call } when InfixSign(call.Operator) is { } sign: AppendInfix(call, sign); break;
            case TermExpression term: Append(term.Term); break;
            case SomeExpression some: AppendSome(some); break;
            case EveryExpression every: AppendEvery(every); break;
            case LogicalExpression logic: AppendLogic(logic); break;
            case NotBodyExpression not:
                _text.Append("not ");
                Append(not.Operand);
                break;
            default: throw new ArgumentOutOfRangeException(nameof(expression), expression.GetType().Name, "no such expression");
        }

        foreach (var modifier in expression.WithModifiers.IsDefault ? [] : expression.WithModifiers)
        {
            _text.Append(" with ");
            Append(modifier.Target);
            _text.Append(" as ");
            Append(modifier.Value);
        }
    }

    private void AppendSome(SomeExpression some)
    {
        AppendList("some ", some.Symbols, string.Empty);
        if (some.Domain is not null)
        {
            _text.Append(" in ");
            AppendOperand(some.Domain);
        }
    }

    private void AppendEvery(EveryExpression every)
    {
        _text.Append("every ");
        if (every.Key is not null)
        {
            Append(every.Key);
            _text.Append(", ");
        }

        Append(every.Value);
        _text.Append(" in ");
        AppendOperand(every.Domain);
        _text.Append(" { ");
        Append(every.Body);
        _text.Append(" }");
    }

    private void AppendLogic(LogicalExpression logic)
    {
        Append(logic.Left);
        _text.Append(logic.Operation == LogicalOperator.Or ? " or " : " and ");
        Append(logic.Right);
    }

    private void Append(LogicalOperand operand)
    {
        var isGroup = !operand.IsBraced && operand.Body.Expressions is [LogicalExpression or { WithModifiers.IsDefaultOrEmpty: false }];
        _text.Append(operand.IsBraced ? "{ " : isGroup ? "(" : string.Empty);
        Append(operand.Body);
        _text.Append(operand.IsBraced ? " }" : isGroup ? ")" : string.Empty);
    }
}
