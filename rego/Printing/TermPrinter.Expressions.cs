using System.Text;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Printing;

/// <content>Bodies and statements.</content>
internal static partial class TermPrinter
{
    internal static string Print(Body body)
    {
        var text = new StringBuilder();
        Append(text, body);
        return text.ToString();
    }

    internal static string Print(Expression expression)
    {
        var text = new StringBuilder();
        Append(text, expression);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Body body)
    {
        for (var i = 0; i < body.Expressions.Length; i++)
        {
            text.Append(i > 0 ? "; " : string.Empty);
            Append(text, body.Expressions[i]);
        }
    }

    private static void Append(StringBuilder text, Expression expression)
    {
        text.Append(expression.IsNegated ? "not " : string.Empty);
        switch (expression)
        {
            case TermExpression term: Append(text, term.Term); break;
            case SomeExpression some: AppendSome(text, some); break;
            case EveryExpression every: AppendEvery(text, every); break;
            case LogicalExpression logic: AppendLogic(text, logic); break;
            case NotBodyExpression not:
                text.Append("not ");
                Append(text, not.Operand);
                break;
            default: throw new ArgumentOutOfRangeException(nameof(expression), expression.GetType().Name, "no such expression");
        }

        foreach (var modifier in expression.WithModifiers.IsDefault ? [] : expression.WithModifiers)
        {
            text.Append(" with ");
            Append(text, modifier.Target);
            text.Append(" as ");
            Append(text, modifier.Value);
        }
    }

    private static void AppendSome(StringBuilder text, SomeExpression some)
    {
        AppendList(text, "some ", some.Symbols, string.Empty);
        if (some.Domain is not null)
        {
            text.Append(" in ");
            AppendOperand(text, some.Domain);
        }
    }

    private static void AppendEvery(StringBuilder text, EveryExpression every)
    {
        text.Append("every ");
        if (every.Key is not null)
        {
            Append(text, every.Key);
            text.Append(", ");
        }

        Append(text, every.Value);
        text.Append(" in ");
        AppendOperand(text, every.Domain);
        text.Append(" { ");
        Append(text, every.Body);
        text.Append(" }");
    }

    private static void AppendLogic(StringBuilder text, LogicalExpression logic)
    {
        Append(text, logic.Left);
        text.Append(logic.Operation == LogicalOperator.Or ? " or " : " and ");
        Append(text, logic.Right);
    }

    private static void Append(StringBuilder text, LogicalOperand operand)
    {
        var isGroup = !operand.IsBraced && operand.Body.Expressions is [LogicalExpression or { WithModifiers.IsDefaultOrEmpty: false }];
        text.Append(operand.IsBraced ? "{ " : isGroup ? "(" : string.Empty);
        Append(text, operand.Body);
        text.Append(operand.IsBraced ? " }" : isGroup ? ")" : string.Empty);
    }
}
