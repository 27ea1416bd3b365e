using System.Collections.Immutable;
using System.Globalization;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Analysis;

/// <summary>A query whose statements bind their values to variables, as OPA rewrites one before it evaluates it.</summary>
/// <param name="Body">The statements.</param>
/// <param name="Labels">For each such variable the label of its value in solutions.</param>
internal sealed record QueryCaptures(Body Body, IReadOnlyDictionary<string, string> Labels)
{
    /// <summary>A query as it is.</summary>
    internal static QueryCaptures None(Body query) => new(query, new Dictionary<string, string>());

    /// <summary>Binds the values of statements; where the query may have several solutions, those with <c>false</c> fail.</summary>
    internal static QueryCaptures CaptureAll(Body query, ImmutableArray<string?> labels, Func<Term, int> arityOf)
    {
        var statements = new List<Expression>(query.Expressions.Length);
        var checks = new List<Expression>();
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var mayFail = query.Expressions.Length > 1 || IteratesIn(query);
        foreach (var (expression, label) in query.Expressions.Zip(labels))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"$term{names.Count + 1}");
            var captured = label is null ? null : Capture(expression, name, arityOf);
            statements.Add(captured ?? expression);
            if (captured is null)
            {
                continue;
            }

            names.Add(name, label!);
            if (mayFail)
            {
                checks.Add(new TermExpression(expression.Location, new VarTerm(default, name), isNegated: false, []) { IsGenerated = true });
            }
        }

        return new QueryCaptures(Make.Body(query, statements.Concat(checks).ToImmutableArray()), names);
    }

    /// <summary>The statement with the variable in it; null where it has no value but only holds.</summary>
    internal static TermExpression? Capture(Expression expression, string variable, Func<Term, int> arityOf)
    {
        if (expression is not TermExpression { IsNegated: false } statement
            || Operators.IsUnification(statement, out _)
            || Operators.IsAssignment(statement, out _))
        {
            return null;
        }

        var name = new VarTerm(default, variable);
        if (statement.Term is not CallTerm call)
        {
            var location = statement.Location;
            var unification = new CallTerm(location, new VarTerm(location, Operators.Unify), [statement.Term, name], isInfix: true);
            return Make.Statement(statement, unification, statement.WithModifiers);
        }

        return arityOf(call.Operator) == call.Arguments.Length && BuiltinNames.Of(call.Operator) is not (Operators.Print or Operators.InternalPrint)
            ? Make.Statement(statement, Make.Call(call, call.Operator, call.Arguments.Add(name)), statement.WithModifiers)
            : null;
    }

    private static bool IteratesIn(Body query)
    {
        var found = false;
        ActionWalker.Walk(query, node =>
        {
            found |= node is RefTerm reference && (reference.Path.Any(part => part is VarTerm) || BuiltinNames.Of(reference) == "walk");
            return !found && node is not (ArrayComprehensionTerm or SetComprehensionTerm or ObjectComprehensionTerm);
        });
        return found;
    }
}
