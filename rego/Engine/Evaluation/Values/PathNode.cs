using Rego.Values;

namespace Rego.Evaluation.Values;

/// <summary>A reference with operands that are known when it is reached.</summary>
internal sealed class PathNode(ValueNode head, ValueNode[] path) : ValueNode
{
    private readonly MemberSite?[] _sites = Array.ConvertAll(path, key => key is ConstantNode { Value: var value } ? new MemberSite(value) : null);

    internal override RegoValue Evaluate(Frame frame)
    {
        var value = head.Evaluate(frame);
        for (var i = 0; i < path.Length; i++)
        {
            if (!value.IsDefined)
            {
                return value;
            }

            value = _sites[i] is { } site ? site.Lookup(value) : Reference.Lookup(value, path[i].Evaluate(frame));
        }

        return value;
    }
}
