using System.Runtime.InteropServices;

namespace Gatekeeper.Rego.Evaluation;

/// <summary>
/// Runs what follows for each element in which a known value stands at a path: an iteration and the comparison right behind it,
/// in one. A collection that is asked again and again gets an index.
/// </summary>
/// <param name="id">The node's number in its policy; indexes are kept by it.</param>
/// <param name="collection">What is iterated.</param>
/// <param name="keySlot">Takes the index, the key, or the set's element; negative where nobody asks.</param>
/// <param name="valueSlot">Takes the element.</param>
/// <param name="path">The path in the element; empty for the element itself.</param>
/// <param name="wanted">The value that must stand there; it does not depend on the element.</param>
internal sealed class IterateWhereNode(int id, ValueNode collection, int keySlot, int valueSlot, RegoValue[] path, ValueNode wanted) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var source = collection.Evaluate(frame);
        if (!source.IsDefined)
        {
            return false;
        }

        var value = wanted.Evaluate(frame);
        if (!value.IsDefined)
        {
            return false;
        }

        return source switch
        {
            RegoArray array => Run(frame, array, [], array.Items, value),
            RegoObject members => Run(frame, members, members.Keys, members.Values, value),
            RegoSet set => Run(frame, set, set.Items, set.Items, value),
            _ => false,
        };
    }

    private bool Run(Frame frame, RegoValue source, ReadOnlySpan<RegoValue> keys, ReadOnlySpan<RegoValue> values, RegoValue value)
    {
        if (values.Length >= ElementIndex.MinElements && frame.Context.FindIndex(id, source, values, path) is { } index)
        {
            return RunIndexed(frame, index, keys, values, value);
        }

        var budget = frame.Context.Budget;
        for (var i = 0; i < values.Length; i++)
        {
            budget.Step();
            if (Reference.Walk(values[i], path).Equals(value) && Found(frame, keys, values, i))
            {
                return true;
            }
        }

        return false;
    }

    private bool RunIndexed(Frame frame, ElementIndex index, ReadOnlySpan<RegoValue> keys, ReadOnlySpan<RegoValue> values, RegoValue value)
    {
        frame.Context.Budget.Step();
        foreach (var position in CollectionsMarshal.AsSpan(index.Find(value)))
        {
            frame.Context.Budget.Step();
            if (Found(frame, keys, values, position))
            {
                return true;
            }
        }

        return false;
    }

    private bool Found(Frame frame, ReadOnlySpan<RegoValue> keys, ReadOnlySpan<RegoValue> values, int at)
    {
        frame.Slots[valueSlot] = values[at];
        if (keySlot >= 0)
        {
            frame.Slots[keySlot] = keys.IsEmpty ? RegoNumber.From(at) : keys[at];
        }

        return Next.Execute(frame);
    }
}
