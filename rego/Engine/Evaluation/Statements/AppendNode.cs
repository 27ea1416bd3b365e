using Rego.Values;

namespace Rego.Evaluation.Statements;

/// <summary>The end of an array comprehension's body.</summary>
internal sealed class AppendNode(int state, ValueNode item) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var value = item.Evaluate(frame);
        if (value.IsDefined)
        {
            frame.Context.Charge(1, 8);
            ((ValueList)frame.States[state]!).Add(value);
        }

        return false;
    }
}
