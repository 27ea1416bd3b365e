using Rego.Values;

namespace Rego.Evaluation.Statements;

/// <summary>Takes an array of a given length apart into slots that follow one another.</summary>
internal sealed class ArrayShapeNode(ValueNode value, int firstSlot, int count) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        if (value.Evaluate(frame) is not RegoArray array || array.Count != count)
        {
            return false;
        }

        frame.Context.Budget.Step();
        array.Items.CopyTo(frame.Slots.Slice(firstSlot, count));
        return Next.Execute(frame);
    }
}
