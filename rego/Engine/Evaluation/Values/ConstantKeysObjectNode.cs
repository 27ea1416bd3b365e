using Rego.Values;

namespace Rego.Evaluation.Values;

/// <summary>An object with constant keys, sorted while planning.</summary>
internal sealed class ConstantKeysObjectNode(RegoValue[] sortedKeys, ValueNode[] values) : ValueNode
{
    internal override RegoValue Evaluate(Frame frame)
    {
        var results = new RegoValue[values.Length];
        var places = results.AsSpan();
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i].Evaluate(frame);
            if (!value.IsDefined)
            {
                return value;
            }

            places[i] = value;
        }

        frame.Context.Charge(1, 48 + (8L * results.Length));
        return RegoObject.Own(sortedKeys, results);
    }
}
