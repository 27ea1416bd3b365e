using System.Text;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;
using Rego.Values;

namespace Rego.Tracing;

/// <summary>A statement as written, with values in place of what has them: <c>x > 1</c> becomes <c>2 > 1</c>.</summary>
internal static class PluggedText
{
    /// <param name="statement">The statement.</param>
    /// <param name="called">The rule whose body runs within it, or null.</param>
    /// <param name="within">The statement at which that rule is, or null.</param>
    internal static string Of(TraceEvent statement, Rule? called, TraceEvent? within)
    {
        var whole = statement.Location;
        var places = ValuesIn(statement, called, within)
            .Where(place => place.Location.Length > 0 && ReferenceEquals(place.Location.File, whole.File)
                && place.Location.Offset >= whole.Offset && place.Location.Offset + place.Location.Length <= whole.Offset + whole.Length)
            .OrderBy(place => place.Location.Offset)
            .ThenByDescending(place => place.Location.Length);
        var text = new StringBuilder();
        var at = whole.Offset;
        foreach (var (location, value) in places)
        {
            if (location.Offset >= at)
            {
                text.Append(whole.File!.Text, at, location.Offset - at).Append(value);
                at = location.Offset + location.Length;
            }
        }

        return text.Append(whole.Text[(at - whole.Offset)..]).ToString();
    }

    private static List<(SourceLocation Location, RegoValue Value)> ValuesIn(TraceEvent statement, Rule? called, TraceEvent? within)
    {
        var known = Known(statement);
        var result = ResultOf(statement.Node, called, within);
        var values = new List<(SourceLocation, RegoValue)>();
        ActionWalker.Walk(statement.Node, node =>
        {
            if (node is VarTerm variable && known.TryGetValue(variable.Name, out var value))
            {
                values.Add((variable.Location, value));
            }

            return true;
        });
        return result is null ? values : [.. values, result.Value];
    }

    /// <summary>
    /// The result of a function whose body runs is unified with what takes it before the body is evaluated, where it is known by then.
    /// </summary>
    private static (SourceLocation Location, RegoValue Value)? ResultOf(SyntaxNode? call, Rule? called, TraceEvent? within)
    {
        if (call is not TermExpression { Term: CallTerm { Arguments: [.., VarTerm output] arguments } }
            || called is not { Head: { Arguments.IsDefaultOrEmpty: false } head } || arguments.Length != head.Arguments.Length + 1)
        {
            return null;
        }

        var value = head.Value switch
        {
            null => RegoBoolean.True,
            VarTerm variable when within is not null => Known(within).GetValueOrDefault(variable.Name),
            var term => ConstantTerms.ToValue(term),
        };
        return value is null ? null : (output.Location, value);
    }

    private static Dictionary<string, RegoValue> Known(TraceEvent statement) => (statement.Locals ?? []).ToDictionary(local => local.Name, local => local.Value);
}
