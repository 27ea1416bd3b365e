using Rego.Values;

namespace Rego.Evaluation.Values;

/// <summary>An object with keys that are known only when it is reached.</summary>
internal sealed class ObjectNode(ValueNode[] keys, ValueNode[] values) : ValueNode
{
    internal override RegoValue Evaluate(Frame frame)
    {
        var members = new RegoObjectBuilder(keys.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            var key = keys[i].Evaluate(frame);
            var value = key.IsDefined ? values[i].Evaluate(frame) : key;
            if (!value.IsDefined)
            {
                return value;
            }

            members[key] = value;
        }

        frame.Context.Charge(keys.Length, 48 + (16L * keys.Length));
        return members.Build();
    }
}
