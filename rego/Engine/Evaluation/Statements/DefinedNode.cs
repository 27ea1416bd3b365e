namespace Rego.Evaluation.Statements;

/// <summary>A term that must be defined, whatever its value.</summary>
internal sealed class DefinedNode(ValueNode value) : StatementNode
{
    internal override bool Execute(Frame frame) => value.Evaluate(frame).IsDefined && Next.Execute(frame);
}
