using System.Runtime.InteropServices;
using Rego.Values;

namespace Rego.Evaluation.Statements;

/// <summary>
/// Runs what follows for each element in which a known value stands at a path: an iteration and the comparison right behind it,
/// in one. A collection that is asked again and again gets an index.
/// </summary>
/// <param name="id">The node's number in its policy; indexes are kept by it.</param>
/// <param name="iteration">The iteration.</param>
/// <param name="path">The path in the element; empty for the element itself.</param>
/// <param name="found">What stands at the path, where the iteration has assigned the element.</param>
/// <param name="wanted">The value that must stand there; it does not depend on the element.</param>
internal sealed class IterateWhereNode(int id, IterateNode iteration, RegoValue[] path, ValueNode found, ValueNode wanted) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var source = iteration.Collection.Evaluate(frame);
        if (!source.IsDefined)
        {
            return false;
        }

        var value = wanted.Evaluate(frame);
        if (!value.IsDefined)
        {
            return false;
        }

        if (iteration.Elements is { } elements && BaseElements.AreIn(frame))
        {
            return RunElements(frame, elements, source, value);
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

    private bool RunElements(Frame frame, BaseElements places, RegoValue source, RegoValue value)
    {
        var cursor = new ElementCursor(source);
        while (cursor.MoveNext())
        {
            var key = cursor.Key;
            var element = places.Find(frame, key);
            if (!element.IsDefined)
            {
                continue;
            }

            Assign(frame, key, element);
            if (found.Evaluate(frame).Equals(value) && Next.Execute(frame))
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
        frame.Slots[iteration.ValueSlot] = values[at];
        if (iteration.KeySlot >= 0)
        {
            frame.Slots[iteration.KeySlot] = keys.IsEmpty ? RegoNumber.From(at) : keys[at];
        }

        return Next.Execute(frame);
    }

    private void Assign(Frame frame, RegoValue key, RegoValue element)
    {
        frame.Slots[iteration.ValueSlot] = element;
        if (iteration.KeySlot >= 0)
        {
            frame.Slots[iteration.KeySlot] = key;
        }
    }
}
