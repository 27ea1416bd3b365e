namespace Gatekeeper.Rego.Evaluation;

/// <summary><c>{k: v | …}</c>.</summary>
internal sealed class ObjectComprehensionNode(ComprehensionBody body) : ValueNode
{
    internal override RegoValue Evaluate(Frame frame) => body.Collect(frame, new RegoObjectBuilder()).Build();
}
