using Rego.Values;

namespace Rego.Evaluation;

/// <summary>The positions of a collection's elements by the value at one path in them. Built when the collection is asked a second time.</summary>
internal sealed class ElementIndex
{
    /// <summary>Smaller collections are scanned.</summary>
    internal const int MinElements = 16;

    private static readonly List<int> None = [];

    private readonly Dictionary<RegoValue, List<int>> _positions = [];
    private RegoValue _source = RegoValue.Undefined;
    private int _asked;

    /// <summary>Notes that the collection is asked.</summary>
    /// <returns>Whether there is an index of it; the first time there is none.</returns>
    internal bool Ask(EvaluationContext context, RegoValue source, ReadOnlySpan<RegoValue> values, RegoValue[] path)
    {
        if (!ReferenceEquals(source, _source))
        {
            _source = source;
            _asked = 0;
            _positions.Clear();
        }

        if (_asked == 0)
        {
            _asked = 1;
            return false;
        }

        if (_asked == 1)
        {
            Build(context, values, path);
            _asked = 2;
        }

        return true;
    }

    /// <summary>The positions of the elements that have the value, in order.</summary>
    internal List<int> Find(RegoValue value) => _positions.TryGetValue(value, out var positions) ? positions : None;

    private void Build(EvaluationContext context, ReadOnlySpan<RegoValue> values, RegoValue[] path)
    {
        context.Charge(values.Length, 32L * values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            var value = Reference.Walk(values[i], path);
            if (!value.IsDefined)
            {
                continue;
            }

            if (!_positions.TryGetValue(value, out var positions))
            {
                _positions.Add(value, positions = []);
            }

            positions.Add(i);
        }
    }
}
