namespace Gatekeeper.Rego.Evaluation;

/// <summary>A reference whose operands are known when it is reached.</summary>
internal sealed class PathNode(ValueNode head, ValueNode[] path) : ValueNode
{
    internal override RegoValue Evaluate(Frame frame)
    {
        var value = head.Evaluate(frame);
        foreach (var key in path)
        {
            if (!value.IsDefined)
            {
                return value;
            }

            value = Reference.Lookup(value, key.Evaluate(frame));
        }

        return value;
    }
}
