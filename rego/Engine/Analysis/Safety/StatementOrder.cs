using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Safety;

/// <summary>
/// Orders the statements of a body so that each has what it needs when it is reached, with as little moved as possible.
/// </summary>
internal sealed class StatementOrder
{
    private readonly Func<Term, int> _arity;
    private readonly UnsafeVariables _unsafe;
    private readonly ClosureVariables _closures;

    private StatementOrder(Func<Term, int> arity, UnsafeVariables found, ClosureVariables closures)
    {
        _arity = arity;
        _unsafe = found;
        _closures = closures;
    }

    /// <summary>The body in a safe order, closures included.</summary>
    /// <param name="body">The body.</param>
    /// <param name="globals">The variables that are bound before it.</param>
    /// <param name="arity">The number of a function's arguments.</param>
    /// <param name="found">Receives the variables that nothing binds; where there are any, the result means nothing.</param>
    internal static Body Arrange(Body body, IReadOnlySet<string> globals, Func<Term, int> arity, UnsafeVariables found) =>
        new StatementOrder(arity, found, new ClosureVariables()).Arrange(body, globals);

    /// <summary>The body in a safe order, closures included.</summary>
    /// <param name="body">The body.</param>
    /// <param name="globals">The variables that are bound before it.</param>
    internal Body Arrange(Body body, IReadOnlySet<string> globals)
    {
        var bodyNames = VariableCollector.Of(body, VariableFilter.Statement);
        var pending = new List<StatementNeeds>(body.Expressions.Length);
        foreach (var expression in body.Expressions)
        {
            pending.Add(new StatementNeeds(expression, bodyNames, _closures));
        }

        var safe = new HashSet<string>(globals);
        var ordered = new List<StatementNeeds>(pending.Count);
        while (TakeSafe(pending, safe, ordered))
        {
        }

        foreach (var statement in pending)
        {
            _unsafe.Add(statement.Expression, statement.Missing(safe, Outputs.Of(statement.Expression, _arity, safe)));
        }

        return Make.Body(body, Same(ArrangeClosures(ordered, globals), body.Expressions));
    }

    private static ImmutableArray<Expression> Same(Expression[] ordered, ImmutableArray<Expression> original) =>
        ordered.AsSpan().SequenceEqual(original.AsSpan(), ReferenceEqualityComparer.Instance) ? original : ImmutableCollectionsMarshal.AsImmutableArray(ordered);

    /// <summary>Moves every statement that is safe by now, in their order; answers whether there was one.</summary>
    private bool TakeSafe(List<StatementNeeds> pending, HashSet<string> safe, List<StatementNeeds> ordered)
    {
        return pending.RemoveAll(statement =>
        {
            var outputs = Outputs.Of(statement.Expression, _arity, safe);
            if (!statement.IsMet(safe, outputs))
            {
                return false;
            }

            ordered.Add(statement);
            safe.UnionWith(outputs);
            return true;
        }) > 0;
    }

    /// <summary>Arranges the bodies that are nested in statements; each sees what the statements before it bind.</summary>
    private Expression[] ArrangeClosures(List<StatementNeeds> ordered, IReadOnlySet<string> globals)
    {
        var result = new Expression[ordered.Count];
        HashSet<string>? visible = null;
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = ordered[i].Expression;
            if (ordered[i].HasClosures)
            {
                visible ??= Visible(ordered, i, globals);
                result[i] = new ClosureOrder(result[i], visible, this, _unsafe).Rewrite(result[i]);
            }

            visible?.UnionWith(ordered[i].Mentioned);
        }

        return result;
    }

    private static HashSet<string> Visible(List<StatementNeeds> ordered, int count, IReadOnlySet<string> globals)
    {
        var visible = new HashSet<string>(globals);
        for (var i = 0; i < count; i++)
        {
            visible.UnionWith(ordered[i].Mentioned);
        }

        return visible;
    }
}
