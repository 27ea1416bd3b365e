using Rego.Values;

namespace Rego.Evaluation.Values;

/// <summary><c>[x | …]</c>.</summary>
internal sealed class ArrayComprehensionNode(ComprehensionBody body) : ValueNode
{
    internal override RegoValue Evaluate(Frame frame)
    {
        var items = body.Collect<ValueList>(frame);
        var array = RegoArray.Own(items.ToArray());
        items.Clear();
        return array;
    }
}
