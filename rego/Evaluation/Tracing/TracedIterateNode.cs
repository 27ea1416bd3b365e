namespace Gatekeeper.Rego.Evaluation;

/// <summary>Runs what follows for each element, also where a rule around it wants no more than to see that no solution differs.</summary>
/// <param name="collection">What is iterated; anything but a collection has no elements.</param>
/// <param name="keySlot">Takes the index, the key, or the set's element.</param>
/// <param name="valueSlot">Takes the element or the member's value.</param>
internal sealed class TracedIterateNode(ValueNode collection, int keySlot, int valueSlot) : StatementNode
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
            frame.Slots[valueSlot] = cursor.Value;
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
