using Rego.Values;

namespace Rego.Evaluation.Values;

/// <summary>A reference whose operands are constants.</summary>
internal sealed class ConstantPathNode(ValueNode head, RegoValue[] path) : ValueNode
{
    private readonly MemberSite[] _sites = Array.ConvertAll(path, key => new MemberSite(key));

    /// <summary>What the reference begins with.</summary>
    internal ValueNode Head => head;

    /// <summary>The operands.</summary>
    internal RegoValue[] Path => path;

    internal override RegoValue Evaluate(Frame frame)
    {
        var value = head.Evaluate(frame);
        foreach (var site in _sites)
        {
            value = site.Lookup(value);
        }

        return value;
    }
}
