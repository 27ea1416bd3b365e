using Rego.Values;

namespace Rego.Evaluation.Statements;

/// <summary>Runs what follows for each element of an array or a set, and each member of an object.</summary>
/// <param name="collection">What is iterated; anything else has no elements.</param>
/// <param name="keySlot">Takes the index, the key, or the set's element; negative where nobody asks.</param>
/// <param name="valueSlot">Takes the element or the member's value.</param>
/// <param name="elements">Where the elements stand in the base document; null where they do not.</param>
internal sealed class IterateNode(ValueNode collection, int keySlot, int valueSlot, BaseElements? elements = null) : StatementNode
{
    /// <summary>What is iterated.</summary>
    internal ValueNode Collection => collection;

    /// <summary>The slot of the key, or negative.</summary>
    internal int KeySlot => keySlot;

    /// <summary>The slot of the element.</summary>
    internal int ValueSlot => valueSlot;

    /// <summary>Where the elements stand in the base document, or null.</summary>
    internal BaseElements? Elements => elements;

    internal override bool Execute(Frame frame) => elements is not null && BaseElements.AreIn(frame)
        ? IterateElements(frame, elements)
        : collection.Evaluate(frame) switch
        {
            RegoArray array => IterateArray(frame, array),
            RegoObject members => IterateObject(frame, members),
            RegoSet set => IterateSet(frame, set),
            _ => false,
        };

    private bool IterateElements(Frame frame, BaseElements places)
    {
        var cursor = new ElementCursor(collection.Evaluate(frame));
        while (cursor.MoveNext())
        {
            var key = cursor.Key;
            var value = places.Find(frame, key);
            if (!value.IsDefined)
            {
                continue;
            }

            frame.Slots[valueSlot] = value;
            if (keySlot >= 0)
            {
                frame.Slots[keySlot] = key;
            }

            if (Next.Execute(frame))
            {
                return true;
            }
        }

        return false;
    }

    private bool IterateArray(Frame frame, RegoArray array)
    {
        var slots = frame.Slots;
        var budget = frame.Context.Budget;
        for (var i = 0; i < array.Count; i++)
        {
            budget.Step();
            slots[valueSlot] = array[i];
            if (keySlot >= 0)
            {
                slots[keySlot] = RegoNumber.From(i);
            }

            if (Next.Execute(frame))
            {
                return true;
            }
        }

        return false;
    }

    private bool IterateObject(Frame frame, RegoObject members)
    {
        var slots = frame.Slots;
        var budget = frame.Context.Budget;
        for (var i = 0; i < members.Count; i++)
        {
            budget.Step();
            slots[valueSlot] = members.Values[i];
            if (keySlot >= 0)
            {
                slots[keySlot] = members.Keys[i];
            }

            if (Next.Execute(frame))
            {
                return true;
            }
        }

        return false;
    }

    private bool IterateSet(Frame frame, RegoSet set)
    {
        var slots = frame.Slots;
        var budget = frame.Context.Budget;
        for (var i = 0; i < set.Count; i++)
        {
            budget.Step();
            slots[valueSlot] = set.Items[i];
            if (keySlot >= 0)
            {
                slots[keySlot] = set.Items[i];
            }

            if (Next.Execute(frame))
            {
                return true;
            }
        }

        return false;
    }
}
