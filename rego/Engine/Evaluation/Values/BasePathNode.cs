using Rego.Evaluation.Documents;
using Rego.Values;

namespace Rego.Evaluation.Values;

/// <summary>Operands of a reference into the base document, from a place that no rule touches on.</summary>
/// <param name="head">What stands at that place.</param>
/// <param name="keys">The operands; those that are constants are strings or numbers.</param>
/// <param name="whole">The path with all that stands before them, which counts under a <c>with</c>.</param>
internal sealed class BasePathNode(ValueNode head, ValueNode[] keys, BasePath whole) : ValueNode
{
    private readonly MemberSite?[] _sites = Array.ConvertAll(keys, key => key is ConstantNode { Value: RegoString text } ? new MemberSite(text) : null);

    /// <summary>What stands before the operands.</summary>
    internal ValueNode Head => head;

    /// <summary>The operands where all are names, which no array has elements under; else null.</summary>
    internal RegoValue[]? Names => Array.TrueForAll(keys, IsName) ? Array.ConvertAll(keys, key => ((ConstantNode)key).Value) : null;

    internal override RegoValue Evaluate(Frame frame)
    {
        if (frame.Context.Scope.ReplacedPaths is not null)
        {
            return whole.Resolve(frame);
        }

        var value = head.Evaluate(frame);
        for (var i = 0; i < keys.Length && value.IsDefined; i++)
        {
            value = _sites[i] is { } site && value is RegoObject ? site.Lookup(value) : LookUp(value, keys[i].Evaluate(frame));
        }

        return value;
    }

    private static RegoValue LookUp(RegoValue value, RegoValue key) => key.IsDefined ? BaseData.Lookup(value, key) : key;

    private static bool IsName(ValueNode key) =>
        key is ConstantNode { Value: RegoString text } && !NumberText.TryParseIndex(text.Value, out _);
}
