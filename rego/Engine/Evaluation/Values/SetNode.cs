using Rego.Values;

namespace Rego.Evaluation.Values;

/// <summary>A set of terms.</summary>
internal sealed class SetNode(ValueNode[] items) : ValueNode
{
    internal override RegoValue Evaluate(Frame frame)
    {
        var values = new RegoValue[items.Length];
        var places = values.AsSpan();
        for (var i = 0; i < items.Length; i++)
        {
            var value = items[i].Evaluate(frame);
            if (!value.IsDefined)
            {
                return value;
            }

            places[i] = value;
        }

        frame.Context.Charge(values.Length, 32 + (8L * values.Length));
        return RegoSet.From((ReadOnlySpan<RegoValue>)values);
    }
}
