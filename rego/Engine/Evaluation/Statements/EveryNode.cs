using Rego.Values;

namespace Rego.Evaluation.Statements;

/// <summary>A body that must have a solution for each element of a collection. Anything but a collection fails.</summary>
/// <param name="domain">The collection.</param>
/// <param name="keySlot">Takes the index or the key; negative where nobody asks.</param>
/// <param name="valueSlot">Takes the element.</param>
/// <param name="body">The body, ending in a node that succeeds.</param>
internal sealed class EveryNode(ValueNode domain, int keySlot, int valueSlot, StatementNode body) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var holds = domain.Evaluate(frame) switch
        {
            RegoArray array => HoldsForArray(frame, array),
            RegoObject members => HoldsForMembers(frame, members.Keys, members.Values),
            RegoSet set => HoldsForMembers(frame, set.Items, set.Items),
            _ => false,
        };
        return holds && Next.Execute(frame);
    }

    private bool HoldsForArray(Frame frame, RegoArray array)
    {
        for (var i = 0; i < array.Count; i++)
        {
            if (!HoldsFor(frame, keySlot >= 0 ? RegoNumber.From(i) : RegoNull.Instance, array[i]))
            {
                return false;
            }
        }

        return true;
    }

    private bool HoldsForMembers(Frame frame, ReadOnlySpan<RegoValue> keys, ReadOnlySpan<RegoValue> values)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            if (!HoldsFor(frame, keys[i], values[i]))
            {
                return false;
            }
        }

        return true;
    }

    private bool HoldsFor(Frame frame, RegoValue key, RegoValue value)
    {
        frame.Context.Budget.Step();
        if (keySlot >= 0)
        {
            frame.Slots[keySlot] = key;
        }

        frame.Slots[valueSlot] = value;
        return body.Execute(frame);
    }
}
