using Rego.Analysis.Names;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Rewriting;

/// <summary>Moves what must be evaluated from the front of comprehensions to the end of their bodies.</summary>
/// <param name="locals">Makes variables for it.</param>
internal sealed class ComprehensionItems(LocalNames locals) : SyntaxRewriter
{
    internal static void Run(Compilation compilation)
    {
        var items = new ComprehensionItems(compilation.Locals);
        compilation.UpdateRules(RuleTraits.Comprehension | RuleTraits.Capture, rule => RuleBranches.Map(rule, (branch, _) => items.Rewrite(branch)));
    }

    /// <inheritdoc/>
    internal override Term Rewrite(Term term)
    {
        switch (RewriteChildren(term))
        {
            case ArrayComprehensionTerm comprehension:
                var (item, body) = Move(comprehension.Item, comprehension.Body);
                return Make.Comprehension(comprehension, item, body);
            case SetComprehensionTerm comprehension:
                (item, body) = Move(comprehension.Item, comprehension.Body);
                return Make.Comprehension(comprehension, item, body);
            case ObjectComprehensionTerm comprehension:
                (var key, body) = Move(comprehension.Key, comprehension.Body);
                (var value, body) = Move(comprehension.Value, body);
                return Make.Comprehension(comprehension, key, value, body);
            case var other:
                return other;
        }
    }

    private Rule Rewrite(Rule rule)
    {
        var head = rule.Head;
        var key = head.Key is null ? null : Rewrite(head.Key);
        var value = head.Value is null ? null : Rewrite(head.Value);
        return Make.Rule(rule, Make.Head(head, head.Reference, head.Arguments, key, value), rule.Body is null ? null : Rewrite(rule.Body), rule.Else);
    }

    private (Term Item, Body Body) Move(Term item, Body body)
    {
        if (!Evaluated.Is(item))
        {
            return (item, body);
        }

        var local = locals.NextAt(item.Location);
        return (local, RuleBodies.Append(body, [Make.Equality(item.Location, local, item)])!);
    }
}
