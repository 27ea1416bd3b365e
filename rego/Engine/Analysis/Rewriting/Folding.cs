using System.Collections.Immutable;
using Rego.Analysis.Safety;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Rewriting;

/// <summary>
/// Puts what the compiler moved into statements of their own back where it is used, where it is used once, directly behind,
/// and binds nothing on the way: less to do for the evaluator, and the same meaning.
/// </summary>
internal sealed class Folding : SyntaxRewriter
{
    private readonly VariableUses _uses;
    private readonly HashSet<string> _globals;

    /// <summary>The statements before the present one, as they were: what they mention is bound for those that nest in it.</summary>
    private readonly List<Expression> _before = [];

    private Folding(VariableUses uses, HashSet<string> globals)
    {
        _uses = uses;
        _globals = globals;
    }

    internal static void Run(Compilation compilation) =>
        compilation.UpdateRules(rule =>
        {
            var uses = new VariableUses(rule);
            return !uses.Any ? rule : RuleBranches.Map(rule, (branch, arguments) => Fold(branch, uses, SafetyCheck.GlobalsOf(arguments)));
        });

    /// <summary>Folds the statements of a query.</summary>
    internal static Body Fold(Body body) => new Folding(new VariableUses(body), SafetyCheck.GlobalsOf([])).Rewrite(body);

    private static Rule Fold(Rule rule, VariableUses uses, HashSet<string> globals)
    {
        var folding = new Folding(uses, globals);
        var head = rule.Head;
        var body = rule.Body is null ? null : folding.Rewrite(rule.Body);
        var key = head.Key is null ? null : folding.Rewrite(head.Key);
        var value = head.Value is null ? null : folding.Rewrite(head.Value);

        // Where the body holds and the head has no value, an else branch would be passed over: there the body must say it all.
        if (rule.Else is null && body is not null)
        {
            var into = new FoldTarget(uses, [key, value]);
            var kept = folding.FoldTail(body.Expressions, into);
            (key, value) = (into.Terms[0], into.Terms[1]);
            body = kept.IsEmpty ? null : Make.Body(body, kept);
        }

        return Make.Rule(rule, Make.Head(head, head.Reference, head.Arguments, key, value), body, rule.Else);
    }

    /// <inheritdoc/>
    internal override Term Rewrite(Term term)
    {
        switch (term)
        {
            case ArrayComprehensionTerm comprehension:
                var (items, body) = RewriteComprehension([comprehension.Item], comprehension.Body);
                return Make.Comprehension(comprehension, items[0]!, body);
            case SetComprehensionTerm comprehension:
                (items, body) = RewriteComprehension([comprehension.Item], comprehension.Body);
                return Make.Comprehension(comprehension, items[0]!, body);
            case ObjectComprehensionTerm comprehension:
                (items, body) = RewriteComprehension([comprehension.Key, comprehension.Value], comprehension.Body);
                return Make.Comprehension(comprehension, items[0]!, items[1]!, body);
            default:
                return RewriteChildren(term);
        }
    }

    /// <inheritdoc/>
    internal override Body Rewrite(Body body)
    {
        var inner = new Folding(_uses, Bound());
        return Make.Body(body, inner.FoldStatements(body.Expressions));
    }

    /// <inheritdoc/>
    internal override Expression Rewrite(Expression expression)
    {
        if (expression is not EveryExpression every)
        {
            return RewriteChildren(expression);
        }

        var inner = new Folding(_uses, [.. Bound(), .. VariableCollector.Of(every.Value), .. VariableCollector.Of(every.Key)]);
        return Make.Every(every, every.Key, every.Value, Rewrite(every.Domain), inner.Rewrite(every.Body), RewriteModifiers(every));
    }

    private (Term?[] Items, Body Body) RewriteComprehension(Term?[] items, Body body)
    {
        var inner = new Folding(_uses, Bound());
        var statements = inner.FoldStatements(body.Expressions);
        var into = new FoldTarget(_uses, items);
        var kept = inner.FoldTail(statements, into);
        return kept.IsEmpty ? (items, Make.Body(body, statements)) : (into.Terms, Make.Body(body, kept));
    }

    private ImmutableArray<Expression> FoldStatements(ImmutableArray<Expression> statements)
    {
        var result = new List<Expression>(statements.Length);
        var first = new FirstMentions();
        foreach (var statement in statements)
        {
            var rewritten = Rewrite(statement);
            result.Add(result.Count > 0 && FoldTarget.CanFold(result[^1]) ? FoldInto(rewritten, result, first) : rewritten);
            _before.Add(statement);
        }

        return AreSame(result, statements) ? statements : [.. result];
    }

    /// <summary>The statement with those just before it, which are taken out, folded into it.</summary>
    private Expression FoldInto(Expression statement, List<Expression> before, FirstMentions first)
    {
        var target = new FoldTarget(_uses, statement);
        while (before.Count > 0 && target.TryFold(before[^1], name => IsBoundBefore(name, first, before, before.Count - 1)))
        {
            before.RemoveAt(before.Count - 1);
            first.RemoveFrom(before.Count);
        }

        return target.Statement!;
    }

    private ImmutableArray<Expression> FoldTail(ImmutableArray<Expression> statements, FoldTarget target)
    {
        var count = statements.Length;
        var first = new FirstMentions();
        while (count > 0 && target.TryFold(statements[count - 1], name => IsBoundBefore(name, first, statements, count - 1)))
        {
            count--;
        }

        return statements[..count];
    }

    private bool IsBoundBefore(string name, FirstMentions first, IReadOnlyList<Expression> statements, int at) =>
        _globals.Contains(name) || first.IsBefore(statements, name, at);

    private HashSet<string> Bound()
    {
        var bound = new HashSet<string>(_globals);
        foreach (var statement in _before)
        {
            VariableCollector.AddTo(bound, statement, VariableFilter.Statement);
        }

        return bound;
    }

    private static bool AreSame(List<Expression> statements, ImmutableArray<Expression> original)
    {
        var isSame = statements.Count == original.Length;
        for (var i = 0; isSame && i < statements.Count; i++)
        {
            isSame = ReferenceEquals(statements[i], original[i]);
        }

        return isSame;
    }
}
