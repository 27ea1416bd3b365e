using System.Collections.Immutable;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Analysis;

/// <summary>
/// Orders the statements of a body so that each has what it needs when it is reached, with as little moved as possible.
/// </summary>
internal sealed class StatementOrder
{
    private readonly Func<Term, int> _arity;
    private readonly UnsafeVariables _unsafe = new();

    private StatementOrder(Func<Term, int> arity) => _arity = arity;

    /// <summary>The body in a safe order, closures included.</summary>
    /// <param name="body">The body.</param>
    /// <param name="globals">The variables that are bound before it.</param>
    /// <param name="arity">The number of a function's arguments.</param>
    /// <param name="found">Receives the variables that nothing binds; where there are any, the result means nothing.</param>
    internal static Body Arrange(Body body, IReadOnlySet<string> globals, Func<Term, int> arity, UnsafeVariables found)
    {
        var order = new StatementOrder(arity);
        var arranged = order.Arrange(body, globals);
        found.Add(order._unsafe);
        return arranged;
    }

    private Body Arrange(Body body, IReadOnlySet<string> globals)
    {
        var bodyNames = VariableCollector.Of(body, VariableFilter.Statement);
        var pending = body.Expressions.Select(expression => new StatementNeeds(expression, bodyNames)).ToList();
        var safe = new HashSet<string>(globals);
        var ordered = new List<Expression>(pending.Count);
        while (TakeSafe(pending, safe, ordered))
        {
        }

        foreach (var statement in pending)
        {
            _unsafe.Add(statement.Expression, statement.Missing(safe, Outputs.Of(statement.Expression, _arity, safe)));
        }

        return Make.Body(body, Same(ArrangeClosures(ordered, globals), body.Expressions));
    }

    private static ImmutableArray<Expression> Same(List<Expression> ordered, ImmutableArray<Expression> original) =>
        ordered.SequenceEqual(original, ReferenceEqualityComparer.Instance) ? original : [.. ordered];

    /// <summary>Moves every statement that is safe by now, in their order; answers whether there was one.</summary>
    private bool TakeSafe(List<StatementNeeds> pending, HashSet<string> safe, List<Expression> ordered)
    {
        return pending.RemoveAll(statement =>
        {
            var outputs = Outputs.Of(statement.Expression, _arity, safe);
            if (statement.Missing(safe, outputs).Any())
            {
                return false;
            }

            ordered.Add(statement.Expression);
            safe.UnionWith(outputs);
            return true;
        }) > 0;
    }

    /// <summary>Arranges the bodies that are nested in statements; each sees what the statements before it bind.</summary>
    private List<Expression> ArrangeClosures(List<Expression> ordered, IReadOnlySet<string> globals)
    {
        var visible = new HashSet<string>(globals);
        for (var i = 0; i < ordered.Count; i++)
        {
            var expression = ordered[i];
            var closures = new ClosureOrder(expression, visible, _arity, _unsafe);
            ordered[i] = closures.Rewrite(expression);
            visible.UnionWith(VariableCollector.Of(expression, VariableFilter.Statement));
        }

        return ordered;
    }
}
