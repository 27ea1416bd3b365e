namespace Gatekeeper.Rego.Evaluation;

/// <summary><c>[x | …]</c>.</summary>
internal sealed class ArrayComprehensionNode(ComprehensionBody body) : ValueNode
{
    internal override RegoValue Evaluate(Frame frame) => RegoArray.Own([.. body.Collect(frame, new List<RegoValue>())]);
}
