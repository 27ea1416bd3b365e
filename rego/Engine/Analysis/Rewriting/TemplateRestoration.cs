using System.Collections.Immutable;
using Rego.Analysis.Names;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Rewriting;

/// <summary>Turns calls over captured values back into template strings and <c>print</c> statements.</summary>
internal sealed class TemplateRestoration : SyntaxRewriter
{
    internal static void Run(Compilation compilation)
    {
        var restoration = new TemplateRestoration();
        compilation.UpdateRules(RuleTraits.Capture, rule => RuleBranches.Map(rule, (branch, _) => restoration.Rewrite(branch)));
    }

    /// <inheritdoc/>
    internal override Term Rewrite(Term term)
    {
        var rewritten = RewriteChildren(term);
        if (rewritten is not CallTerm { Operator: RefTerm { Location.File: null } name, Arguments: [ArrayTerm parts] } call)
        {
            // A call that is written like that has a place.
            return rewritten;
        }

        return BuiltinNames.Of(name) switch
        {
            SpecialCalls.TemplateString => new TemplateStringTerm(call.Location, [.. parts.Items.Select(RestorePart)], isRaw: false),
            SpecialCalls.InternalPrint => new CallTerm(call.Location, new VarTerm(name.Location, SpecialCalls.Print), [.. parts.Items.Select(RestoreOperand)], isInfix: false),
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

        var (value, withs) = Captured(part);
        return new TemplateStringPart(null, new TermExpression(part.Location, value, isNegated: false, withs));
    }

    private static Term RestoreOperand(Term operand)
    {
        var (value, withs) = Captured(operand);
        return withs.IsDefaultOrEmpty ? value : First((SetComprehensionTerm)operand);
    }

    private static (Term Value, ImmutableArray<WithModifier> Withs) Captured(Term term)
    {
        var closure = (SetComprehensionTerm)term;
        return closure.Body.Expressions is [TermExpression statement] && SpecialCalls.IsUnification(statement, out var call) && TermEquality.AreEqual(call.Arguments[0], closure.Item)
            ? (call.Arguments[1], statement.WithModifiers)
            : (First(closure), []);
    }

    /// <summary>What a closure of several statements captures: <c>[x | …][0]</c>.</summary>
    private static RefTerm First(SetComprehensionTerm closure) =>
        new(closure.Location, new ArrayComprehensionTerm(closure.Location, closure.Item, closure.Body), [new NumberTerm(closure.Location, "0")]);
}
