using Rego.Values;

namespace Rego.Evaluation.Statements;

/// <summary>The end of a set comprehension's body.</summary>
internal sealed class AddElementNode(int state, ValueNode item) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var value = item.Evaluate(frame);
        if (value.IsDefined && ((RegoSetBuilder)frame.States[state]!).Add(value))
        {
            frame.Context.Charge(1, 24);
        }

        return false;
    }
}
