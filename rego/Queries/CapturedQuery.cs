using Gatekeeper.Rego.Diagnostics;
using Gatekeeper.Rego.Parsing;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego;

/// <summary>
/// A query that gives the values of its expressions beside its variables: <c>1; x == 2</c> asks for both values, where a
/// plain query only asks whether they hold.
/// </summary>
public sealed class CapturedQuery
{
    private const string CapturePrefix = "capture_of_expression_";

    private CapturedQuery(string text, IReadOnlyList<CapturedExpression> expressions)
    {
        Text = text;
        Expressions = expressions;
    }

    /// <summary>The query to prepare; the values are bound to variables of their own.</summary>
    public string Text { get; }

    /// <summary>The expressions of the original query, in their order.</summary>
    public IReadOnlyList<CapturedExpression> Expressions { get; }

    /// <summary>Rewrites a query.</summary>
    /// <exception cref="RegoCompilationException">The text is not a query.</exception>
    public static CapturedQuery Of(string query)
    {
        var errors = new DiagnosticBag();
        var body = Parser.ParseQuery(new SourceFile(string.Empty, query), errors);
        if (body is null)
        {
            throw new RegoCompilationException([.. errors]);
        }

        var expressions = body.Expressions.Select((expression, i) => Capture(expression, $"{CapturePrefix}{i}")).ToList();
        var text = query;
        for (var i = expressions.Count - 1; i >= 0; i--)
        {
            if (expressions[i].Variable is { } variable && body.Expressions[i] is TermExpression term)
            {
                // Behind the term, so that what is wrong with it is told at its place.
                text = text.Insert(term.Term.Location.Offset + term.Term.Location.Length, $" = {variable}");
            }
        }

        return new CapturedQuery(text, expressions);
    }

    /// <summary>The bindings without the captured values.</summary>
    public static RegoObject Variables(RegoObject bindings)
    {
        ArgumentNullException.ThrowIfNull(bindings);
        return RegoObject.From(bindings.Where(pair => pair.Key is not RegoString name || !name.Value.StartsWith(CapturePrefix, StringComparison.Ordinal)));
    }

    private static CapturedExpression Capture(Expression expression, string variable)
    {
        var hasValue = expression is TermExpression { IsNegated: false } term
            && term.Term is not CallTerm { IsInfix: true, Operator: VarTerm { Name: "eq" or "assign" } };
        return new CapturedExpression(expression.Location, hasValue ? variable : null);
    }
}
