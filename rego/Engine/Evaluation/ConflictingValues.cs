using System.Text;
using Rego.Errors;
using Rego.Sources;
using Rego.Values;

namespace Rego.Evaluation;

/// <summary>The distinct values of what may have only one, each with the body that gave it.</summary>
internal sealed class ConflictingValues
{
    private readonly List<(RegoValue Value, SourceLocation Location)> _values = [];

    internal ConflictingValues(RegoValue value, SourceLocation location) => Add(value, location);

    internal void Add(RegoValue value, SourceLocation location)
    {
        foreach (var known in _values)
        {
            if (known.Value.Equals(value))
            {
                return;
            }
        }

        _values.Add((value, location));
    }

    internal RegoEvaluationException ToException(string beginning)
    {
        var text = new StringBuilder(beginning);
        foreach (var (value, location) in _values)
        {
            text.Append("\n  ");
            value.AppendTerm(text);
            text.Append(" at ").Append(location.File?.Path).Append(':').Append(location.Row);
        }

        return new RegoEvaluationException(DiagnosticCodes.EvalConflict, text.ToString(), _values[^1].Location);
    }
}
