namespace Gatekeeper.Rego.Evaluation;

/// <summary><c>{x | …}</c>.</summary>
internal sealed class SetComprehensionNode(ComprehensionBody body) : ValueNode
{
    internal override RegoValue Evaluate(Frame frame) => body.Collect(frame, new RegoSetBuilder()).Build();
}
