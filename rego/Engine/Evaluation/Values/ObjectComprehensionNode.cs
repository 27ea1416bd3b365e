using Rego.Values;

namespace Rego.Evaluation.Values;

/// <summary><c>{k: v | …}</c>.</summary>
internal sealed class ObjectComprehensionNode(ComprehensionBody body) : ValueNode
{
    internal override RegoValue Evaluate(Frame frame)
    {
        var collector = body.Collect<RegoObjectBuilder>(frame);
        var result = collector.Build();
        collector.Clear();
        return result;
    }
}
