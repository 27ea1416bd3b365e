using System.Globalization;
using System.Text;
using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation;

/// <summary>The mistakes of a query in the order in which they were found, and OPA's one message for them.</summary>
internal sealed class GraphQlProblems
{
    private readonly StringBuilder _text = new();
    private GraphQlPlace? _first;
    private int _firstTextAt;

    internal void Add(GraphQlPlace? place, string problem)
    {
        var isFirst = _text.Length == 0;
        _text.Append("input");
        if (place is var (row, column))
        {
            _text.Append(CultureInfo.InvariantCulture, $":{row}:{column}");
        }

        _text.Append(": ");
        if (isFirst)
        {
            (_first, _firstTextAt) = (place, _text.Length);
        }

        _text.Append(problem).Append('\n');
    }

    /// <exception cref="GraphQlException">There are mistakes.</exception>
    internal void ThrowIfAny()
    {
        if (_text.Length == 0)
        {
            return;
        }

        if (_first is not var (row, column))
        {
            throw new GraphQlException($"GraphQL parse error: {_text}");
        }

        var told = _text.ToString(_firstTextAt, _text.Length - _firstTextAt);
        told = told.EndsWith(".\n", StringComparison.Ordinal) ? told[..^2] : told;
        throw new GraphQlException($"{told} in GraphQL string at location {row}:{column}");
    }
}
