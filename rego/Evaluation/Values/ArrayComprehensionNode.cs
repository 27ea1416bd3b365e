namespace Gatekeeper.Rego.Evaluation;

/// <summary><c>[x | …]</c>.</summary>
internal sealed class ArrayComprehensionNode(ComprehensionBody body) : ValueNode
{
    internal override RegoValue Evaluate(Frame frame)
    {
        var items = body.Collect<List<RegoValue>>(frame);
        var array = RegoArray.Own([.. items]);
        items.Clear();
        if (items.Capacity > RegoObjectBuilder.MaxKeptCapacity)
        {
            items.Capacity = 0;
        }

        return array;
    }
}
