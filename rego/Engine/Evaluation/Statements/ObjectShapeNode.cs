using Rego.Values;

namespace Rego.Evaluation.Statements;

/// <summary>Takes an object with exactly the given keys apart into slots that follow one another.</summary>
internal sealed class ObjectShapeNode(ValueNode value, ValueNode[] keys, int firstSlot) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        if (value.Evaluate(frame) is not RegoObject members || members.Count != keys.Length)
        {
            return false;
        }

        frame.Context.Budget.Step();
        for (var i = 0; i < keys.Length; i++)
        {
            if (!members.TryGetValue(keys[i].Evaluate(frame), out var member))
            {
                return false;
            }

            frame.Slots[firstSlot + i] = member;
        }

        return Next.Execute(frame);
    }
}
