using Rego.Values;

namespace Rego.Evaluation.Values;

/// <summary><c>{x | …}</c>.</summary>
internal sealed class SetComprehensionNode(ComprehensionBody body) : ValueNode
{
    internal override RegoValue Evaluate(Frame frame)
    {
        var collector = body.Collect<RegoSetBuilder>(frame);
        var result = collector.Build();
        collector.Clear();
        return result;
    }
}
