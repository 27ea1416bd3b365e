using System.Collections.Immutable;
using Rego.Analysis.Checks;
using Rego.Analysis.Names;
using Rego.Diagnostics;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Rewriting;

/// <summary>Moves the values of <c>with</c> that must be evaluated into statements of their own; reports bad targets.</summary>
internal sealed class WithValues : SyntaxRewriter
{
    private readonly Compilation _compilation;
    private readonly WithTargets _targets;

    internal WithValues(Compilation compilation)
    {
        _compilation = compilation;
        _targets = new WithTargets(compilation);
    }

    internal static void Run(Compilation compilation)
    {
        var values = new WithValues(compilation);
        var bodies = new Func<Rule, Rule>(rule => RuleBranches.Map(rule, (branch, _) => values.Rewrite(branch)));
        compilation.UpdateRules(RuleTraits.With, bodies);
    }

    /// <inheritdoc/>
    internal override Body Rewrite(Body body)
    {
        var moved = new Dictionary<WithModifier, WithModifier>(ReferenceEqualityComparer.Instance);
        var statements = new List<Expression>(body.Expressions.Length);
        foreach (var expression in body.Expressions)
        {
            var withs = expression.WithModifiers.IsDefaultOrEmpty ? expression.WithModifiers : Move(expression, moved, statements);
            if (withs.IsDefault)
            {
                return body;
            }

            statements.Add(Replace(Rewrite(expression), withs));
        }

        return Make.Body(body, statements);
    }

    private Rule Rewrite(Rule rule)
    {
        var head = rule.Head;
        var key = head.Key is null ? null : Rewrite(head.Key);
        var value = head.Value is null ? null : Rewrite(head.Value);
        return Make.Rule(rule, Make.Head(head, head.Reference, head.Arguments, key, value), rule.Body is null ? null : Rewrite(rule.Body), rule.Else);
    }

    /// <summary>The modifiers with their values moved; the default array where one is refused.</summary>
    private ImmutableArray<WithModifier> Move(Expression expression, Dictionary<WithModifier, WithModifier> moved, List<Expression> statements)
    {
        var withs = expression.WithModifiers.ToBuilder();
        for (var i = 0; i < withs.Count; i++)
        {
            if (!moved.TryGetValue(withs[i], out var with))
            {
                var error = _targets.Check(withs[i], out var isFunction);
                if (error is not null)
                {
                    _compilation.Errors.Add(error);
                    return default;
                }

                with = isFunction ? AsFunction(withs[i]) : MoveValue(withs[i], statements);
                moved.Add(withs[i], with);
            }

            withs[i] = with;
        }

        return withs.DrainToImmutable();
    }

    /// <summary>A function's name as a reference, so that it is not taken for a variable.</summary>
    private static WithModifier AsFunction(WithModifier with) =>
        with.Value is VarTerm name ? Make.With(with, with.Target, new RefTerm(name.Location, name, [])) : with;

    private WithModifier MoveValue(WithModifier with, List<Expression> statements)
    {
        var isBuiltin = with.Value is VarTerm && BuiltinNames.TryFind(_compilation.Builtins, with.Value, out _);
        if (!isBuiltin && !Evaluated.Is(with.Value))
        {
            return with;
        }

        var local = _compilation.Locals.NextAt(with.Value.Location);
        statements.Add(Make.Equality(with.Value.Location, local, Rewrite(with.Value)));
        return Make.With(with, with.Target, local);
    }

    private static Expression Replace(Expression expression, ImmutableArray<WithModifier> withs) =>
        withs.IsDefaultOrEmpty ? expression : StatementModifiers.Apply(expression, withs);
}
