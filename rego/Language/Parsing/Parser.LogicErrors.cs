using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;

namespace Rego.Parsing;

/// <content>Operands that would mean something else than they seem to.</content>
internal sealed partial class Parser
{
    private void RefuseWithOnOperand(SourceLocation location, Token operation)
    {
        var name = TokenNames.Of(operation);
        Hint($"Wrap the operand in `(...)` or `{{...}}` to scope, or move `with` after the `{name}` expression to apply it to the whole expression");
        Report($"`with` modifier is not allowed on operand of `{name}`", location);
    }

    private bool IsBraceLedOperand(Expression expression, SourceLocation? notLocation)
    {
        if (notLocation is not null || !expression.Location.Text.StartsWith("{"))
        {
            return false;
        }

        if (expression is TermExpression { Term: ObjectTerm { Members.IsEmpty: true } })
        {
            Report("found empty body", expression.Location);
        }
        else
        {
            RefuseBraceLedOperand(expression.Location, expression.Location.Text.ToString(), TokenNames.Of(Current));
        }

        return true;
    }

    private void RefuseBraceLedOperand(SourceLocation location, string operand, string operation)
    {
        Hint($"wrap the operand to keep the value: `({operand}) {operation} ...`");
        Report($"operand of `{operation}` cannot begin with `{{` unless the braces hold a body", location);
    }

    private NotBodyExpression? RefuseValueInBraces(in ParserState start, SourceLocation braces)
    {
        var failed = _state;
        Restore(start);
        if (ParseInfix() is { } value)
        {
            var text = TextBetween(braces.Offset, _state.LastEnd);
            Hint($"write `not ({text})` to negate the value, or `not {{{text}}}` for a body holding it");
            Report($"`{{...}}` in an operand position must contain expression(s), got: {TermKinds.NameOf(LeadingValue(value))}", braces);
            return null;
        }

        Restore(failed);
        return null;
    }

    private static Term LeadingValue(Term term) => term is CallTerm { IsInfix: true, Arguments: [var first, ..] } ? LeadingValue(first) : term;

    /// <summary>Whether a body begins with <c>a | b</c>, which in braces also reads as a comprehension.</summary>
    private static bool IsAmbiguousUnion(Body body) =>
        body.Expressions[0] is TermExpression { IsNegated: false, Term: CallTerm { IsInfix: true, Operator: VarTerm { Name: "or" } } } expression
        && !expression.Location.Text.TrimStart().StartsWith("(");

    private void RefuseAmbiguousUnion(SourceLocation braces, Body body, string prefix)
    {
        var text = TextBetween(braces.Offset, _state.LastEnd);
        var first = body.Expressions[0].Location;
        var at = first.Offset - braces.Offset;
        var union = at > 0 && at + first.Length <= text.Length
            ? $"{text[..at]}({first.Text}){text[(at + first.Length)..]}"
            : text;
        Hint($"write `{prefix}({text})` for the comprehension, or `{prefix}{union}` for the set union");
        Report("ambiguous `{ ... | ... }` operand: read as a body holding a set-union expression, not as a comprehension", braces);
    }

    private void RefuseVoidOperand(LogicalOperand operand, string operation)
    {
        var calls = operand.Body.Expressions;
        if (calls.Any(call => call is not TermExpression { IsNegated: false, Term: CallTerm { Operator: VarTerm { Name: "print" } } }))
        {
            return;
        }

        Hint("`print` produces no value and always succeeds, so the operand can never fail; move it out of the operand, or add an expression that can fail");
        Report($"operand of `{operation}` cannot consist only of calls to `print`", calls[0].Location);
    }
}
