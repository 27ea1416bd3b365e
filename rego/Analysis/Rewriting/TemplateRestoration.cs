using System.Collections.Immutable;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Analysis;

/// <summary>Turns calls over captured values back into template strings and <c>print</c> statements.</summary>
internal sealed class TemplateRestoration : SyntaxRewriter
{
    internal static void Run(Compilation compilation)
    {
        var restoration = new TemplateRestoration();
        compilation.UpdateRules(rule => RuleBranches.Map(rule, (branch, _) => restoration.Rewrite(branch)));
    }

    /// <inheritdoc/>
    internal override Term Rewrite(Term term)
    {
        var rewritten = RewriteChildren(term);
        if (rewritten is not CallTerm { Operator: RefTerm name, Arguments: [ArrayTerm parts] } call)
        {
            return rewritten;
        }

        return BuiltinNames.Of(name) switch
        {
            Operators.TemplateString => new TemplateStringTerm(call.Location, [.. parts.Items.Select(RestorePart)], isRaw: false),
            Operators.InternalPrint => new CallTerm(call.Location, new VarTerm(name.Location, Operators.Print), [.. parts.Items.Select(RestoreOperand)], isInfix: false),
            _ => call,
        };
    }

    private Rule Rewrite(Rule rule)
    {
        var head = rule.Head;
        var key = head.Key is null ? null : Rewrite(head.Key);
        var value = head.Value is null ? null : Rewrite(head.Value);
        return Make.Rule(rule, Make.Head(head, head.Reference, head.Arguments, key, value), rule.Body is null ? null : Rewrite(rule.Body), rule.Else);
    }

    private static TemplateStringPart RestorePart(Term part)
    {
        if (part is StringTerm text)
        {
            return new TemplateStringPart(text.Value, null);
        }

        if (part is not SetComprehensionTerm)
        {
            return new TemplateStringPart(null, new TermExpression(part.Location, part, isNegated: false, []));
        }

        var statement = Captured(part);
        return new TemplateStringPart(null, new TermExpression(part.Location, ((CallTerm)statement.Term).Arguments[1], isNegated: false, statement.WithModifiers));
    }

    private static Term RestoreOperand(Term operand) => ((CallTerm)Captured(operand).Term).Arguments[1];

    private static TermExpression Captured(Term term) =>
        term is SetComprehensionTerm { Body.Expressions: [TermExpression statement] } && Operators.IsUnification(statement, out _)
            ? statement
            : throw new InvalidOperationException("a captured value is not a single unification");
}
