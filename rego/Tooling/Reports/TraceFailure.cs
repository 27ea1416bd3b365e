using System.Text;
using Rego.Printing;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Tracing;
using Rego.Trees;
using Rego.Values;

namespace Rego.Tooling.Reports;

/// <summary>Shows a statement that failed as it is written, and below it the values of what it mentions.</summary>
public static class TraceFailure
{
    /// <summary>The event that tells why a test failed: the last failure in it that is no <c>every</c> as a whole; null for none.</summary>
    public static TraceEvent? LastOf(IReadOnlyList<TraceEvent> trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return trace.LastOrDefault(traced => traced is { Operation: TraceOperation.Fail, QueryId: not 0, Location.File: not null } and not { Node: EveryExpression });
    }

    /// <summary>The statement with arrows to the values; each line begins where it begins in its file.</summary>
    /// <param name="failure">The event.</param>
    /// <param name="withVariables">Whether values are shown.</param>
    public static string Describe(TraceEvent failure, bool withVariables)
    {
        ArgumentNullException.ThrowIfNull(failure);
        if (!withVariables)
        {
            return Written(failure.Location) + "\n";
        }

        if (failure.Node is not Expression expression)
        {
            return string.Empty;
        }

        var statement = WrittenStatement(expression, failure.Surroundings);
        return Written(statement.Location) + ShownValues.Describe(ValuesOf(failure, expression, statement));
    }

    /// <summary>The text of a place, moved to its column.</summary>
    private static string Written(SourceLocation location)
    {
        var text = new StringBuilder();
        for (var column = 1; column < location.Column; column++)
        {
            text.Append(ShownValue.HasTab(location, column) ? '\t' : ' ');
        }

        return text.Append(location.Text).ToString();
    }

    /// <summary>What was written of which the compiler made a statement.</summary>
    private static Expression WrittenStatement(Expression expression, Body? surroundings) =>
        expression is TermExpression { IsGenerated: true, IsOperand: false }
            ? surroundings?.Expressions.FirstOrDefault(other => other is not TermExpression { IsGenerated: true } && Covers(other.Location, expression.Location)) ?? expression
            : expression;

    private static bool Covers(SourceLocation outer, SourceLocation inner) =>
        ReferenceEquals(outer.File, inner.File) && outer.Offset <= inner.Offset && outer.Offset + outer.Length >= inner.Offset + inner.Length;

    private static List<ShownValue> ValuesOf(TraceEvent failure, Expression expression, Expression statement)
    {
        var values = (failure.Locals ?? []).ToDictionary(local => local.Name, local => local.Value);
        var shown = new Dictionary<string, ShownValue>(StringComparer.Ordinal);
        foreach (var document in failure.Documents)
        {
            var title = document.Reference.Head.Location;
            var value = new ShownValue(title.Length > 0 ? title.Text.ToString() : TermPrinter.Print(document.Reference), document.Value, title);
            shown[value.Title] = value;
        }

        AddAll(shown, expression, variable => ValueOf(failure, values, variable, isUnknownUndefined: !expression.IsNegated));
        foreach (var other in failure.Surroundings?.Expressions ?? [])
        {
            if (!ReferenceEquals(other, expression) && (ReferenceEquals(other, statement) || (other is TermExpression { IsGenerated: true, IsOperand: false } && Covers(statement.Location, other.Location))))
            {
                AddAll(shown, other, variable => ValueOf(failure, values, variable, isUnknownUndefined: false));
            }
        }

        return [.. shown.Values];
    }

    private static ShownValue? ValueOf(TraceEvent failure, Dictionary<string, RegoValue> values, VarTerm variable, bool isUnknownUndefined)
    {
        if (!failure.Variables.ContainsKey(variable.Name) && !isUnknownUndefined)
        {
            return null;
        }

        return new ShownValue(variable.Location.Text.ToString(), values.GetValueOrDefault(variable.Name), variable.Location);
    }

    private static void AddAll(Dictionary<string, ShownValue> shown, Expression expression, Func<VarTerm, ShownValue?> valueOf)
    {
        foreach (var operand in OperandsOf(expression))
        {
            ActionWalker.Walk(operand, node =>
            {
                if (node is VarTerm { Location.File: not null } variable && !RootDocuments.IsRoot(variable) && valueOf(variable) is { } value
                    && (!shown.TryGetValue(value.Title, out var known) || known.Value is null))
                {
                    shown[value.Title] = value;
                }

                return node is not (ArrayComprehensionTerm or SetComprehensionTerm or ObjectComprehensionTerm);
            });
        }
    }

    /// <summary>What a statement mentions, without the names of called functions and of what <c>with</c> replaces.</summary>
    private static IEnumerable<SyntaxNode> OperandsOf(Expression expression) => expression switch
    {
        TermExpression { Term: CallTerm call } => [.. call.Arguments, .. expression.WithModifiers.Select(with => with.Value)],
        TermExpression term => [term.Term, .. expression.WithModifiers.Select(with => with.Value)],
        _ => [],
    };
}
