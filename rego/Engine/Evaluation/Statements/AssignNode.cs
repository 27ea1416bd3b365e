using Rego.Values;

namespace Rego.Evaluation.Statements;

/// <summary>Gives a variable its value.</summary>
internal sealed class AssignNode(int slot, ValueNode value) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var result = value.Evaluate(frame);
        if (!result.IsDefined)
        {
            return false;
        }

        frame.Slots[slot] = result;
        return Next.Execute(frame);
    }
}
