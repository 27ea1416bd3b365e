using System.Collections.Immutable;
using System.Globalization;
using Rego.Analysis.Names;
using Rego.Builtins;
using Rego.Queries;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Rewriting;

/// <summary>
/// Binds the value of each expression of a query to a variable of its own, so that it can be shown. An expression that is not the
/// only one, or that iterates, must hold besides.
/// </summary>
internal sealed class ValueCapture
{
    private readonly List<CapturedExpression> _expressions = [];

    /// <summary>The expressions in the order in which an analysed body has them.</summary>
    internal IReadOnlyList<CapturedExpression> ExpressionsIn(Body analyzed)
    {
        var places = analyzed.Expressions.Select((expression, at) => (expression, at))
            .Where(pair => pair.expression is not TermExpression { IsGenerated: true })
            .ToLookup(pair => pair.expression.Location, pair => pair.at);
        return [.. _expressions.OrderBy(expression => places[expression.Location].DefaultIfEmpty(int.MaxValue).Last())];
    }

    /// <summary>Adds the variables.</summary>
    internal Body Rewrite(Compilation compilation, Body query)
    {
        var mustHold = query.Expressions.Length > 1 || IsIteration(query, compilation.Builtins);
        var statements = ImmutableArray.CreateBuilder<Expression>();
        var conditions = new List<Expression>();
        foreach (var expression in query.Expressions)
        {
            var variable = new VarTerm(default, string.Create(CultureInfo.InvariantCulture, $"{VarTerm.CapturePrefix}{_expressions.Count(other => other.Variable is not null) + 1}"));
            var captured = Capture(expression, variable, compilation.ArityOf);
            statements.Add(captured ?? expression);
            _expressions.Add(new CapturedExpression(expression.Location, captured is null ? null : variable.Name));
            if (captured is not null && mustHold)
            {
                conditions.Add(new TermExpression(expression.Location, variable, isNegated: false, []) { IsGenerated = true });
            }
        }

        statements.AddRange(conditions);
        return Make.Body(query, statements.ToImmutable());
    }

    /// <summary>The expression with its value in the variable; null where it has none to show.</summary>
    internal static TermExpression? Capture(Expression expression, VarTerm variable, Func<Term, int> arityOf)
    {
        if (expression is not TermExpression { IsNegated: false } statement
            || SpecialCalls.IsUnification(expression, out _) || SpecialCalls.IsAssignment(expression, out _))
        {
            return null;
        }

        if (statement.Term is not CallTerm call)
        {
            var location = statement.Location;
            var unification = new CallTerm(location, new VarTerm(location, SpecialCalls.Unify), [statement.Term, variable], isInfix: true);
            return Make.Statement(statement, unification, statement.WithModifiers);
        }

        return arityOf(call.Operator) == call.Arguments.Length && BuiltinNames.Of(call.Operator) is not (SpecialCalls.Print or SpecialCalls.InternalPrint)
            ? Make.Statement(statement, Make.Call(call, call.Operator, call.Arguments.Add(variable)), statement.WithModifiers)
            : null;
    }

    /// <summary>Whether a reference of the query has a variable in its path, or calls a relation.</summary>
    private static bool IsIteration(Body query, BuiltinRegistry builtins)
    {
        var found = false;
        ActionWalker.Walk(query, node =>
        {
            found |= node switch
            {
                RefTerm reference => reference.Path.Any(part => part is VarTerm),
                CallTerm call => BuiltinNames.TryFind(builtins, call.Operator, out var builtin) && builtin.IsRelation,
                _ => false,
            };
            return !found && node is not (ArrayComprehensionTerm or SetComprehensionTerm or ObjectComprehensionTerm);
        });
        return found;
    }
}
