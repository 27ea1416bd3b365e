using Rego.Evaluation.Statements;
using Rego.Values;

namespace Rego.Evaluation.Tracing;

/// <summary>Runs what follows for each element, also where a rule around it wants no more than to see that no solution differs.</summary>
/// <param name="collection">What is iterated; anything but a collection has no elements.</param>
/// <param name="keySlot">Takes the index, the key, or the set's element.</param>
/// <param name="valueSlot">Takes the element or the member's value.</param>
/// <param name="elements">Where the elements stand in the base document; null where they do not.</param>
internal sealed class TracedIterateNode(ValueNode collection, int keySlot, int valueSlot, BaseElements? elements = null) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var trace = frame.Context.Trace;
        var cursor = new ElementCursor(collection.Evaluate(frame));
        EarlyExit? deferred = null;
        while (cursor.MoveNext())
        {
            frame.Context.Budget.Step();
            frame.Slots[keySlot] = cursor.Key;
            var value = elements is not null && BaseElements.AreIn(frame) ? elements.Find(frame, cursor.Key) : cursor.Value;
            if (!value.IsDefined)
            {
                continue;
            }

            frame.Slots[valueSlot] = value;
            if (Next.Execute(frame))
            {
                if (trace.Pending is not { IsDeferred: true } exit)
                {
                    return true;
                }

                deferred ??= exit;
                trace.Pending = null;
            }
        }

        trace.Pending = deferred;
        return deferred is not null;
    }
}
