namespace Gatekeeper.Rego.Evaluation;

/// <summary>A reference whose operands are constants.</summary>
internal sealed class ConstantPathNode(ValueNode head, RegoValue[] path) : ValueNode
{
    /// <summary>What the reference begins with.</summary>
    internal ValueNode Head => head;

    /// <summary>The operands.</summary>
    internal RegoValue[] Path => path;

    internal override RegoValue Evaluate(Frame frame)
    {
        var value = head.Evaluate(frame);
        foreach (var key in path)
        {
            value = Reference.Lookup(value, key);
        }

        return value;
    }
}
